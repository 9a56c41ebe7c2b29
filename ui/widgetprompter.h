#pragma once

#include "prompter.h"

namespace syncline {

/// Asks with dialogs that belong to the window and do not nest event loops.
class WidgetPrompter final : public Prompter
{
public:
    void confirm(QWidget *parent, const Question &question, std::function<void(bool)> answered) override;
    void askForTables(QWidget *parent, const TablesQuestion &question,
                      std::function<void(bool make)> answered) override;
    void askForStart(QWidget *parent, const StartQuestion &question,
                     std::function<void(bool start)> answered) override;
    void askSavePath(QWidget *parent, const SaveQuestion &question,
                     std::function<void(const QString &, const QString &)> answered) override;
};

} // namespace syncline
