#pragma once

#include "domain/planreport.h"

#include <QString>
#include <QStringList>

#include <functional>

class QWidget;

namespace syncline {

struct Question
{
    QString title;
    QString text;
    QString detail;
    QString accept; ///< what the button that agrees says: a verb
    bool dangerous = false; ///< the safe answer is the default
};

/// Whether Syncline may make its own tables in the warehouse.
struct TablesQuestion
{
    QString database;
    QStringList statements; ///< that would be run
};

/// Whether a sync is to start that would do what the plan says.
struct StartQuestion
{
    SharedPlan plan;
    QString board;
    bool production = false; ///< the safe answer is the default
    QDateTime now; ///< UTC
};

struct SaveQuestion
{
    QString title;
    QString suggestion; ///< file name or path
    QStringList filters;
};

/// Every question that the window asks. Never blocks: the answer comes later, on the window thread, or never
/// when the parent is gone. Tests answer by a script.
class Prompter
{
public:
    Prompter() = default;
    Q_DISABLE_COPY_MOVE(Prompter)
    virtual ~Prompter() = default;

    virtual void confirm(QWidget *parent, const Question &question, std::function<void(bool)> answered) = 0;
    /// Offers the statements as a script, too, for whoever may make tables there.
    virtual void askForTables(QWidget *parent, const TablesQuestion &question,
                              std::function<void(bool make)> answered) = 0;
    virtual void askForStart(QWidget *parent, const StartQuestion &question,
                             std::function<void(bool start)> answered) = 0;
    /// The path is empty when the user changed his mind; `filter` is the one he chose.
    virtual void askSavePath(QWidget *parent, const SaveQuestion &question,
                             std::function<void(const QString &path, const QString &filter)> answered) = 0;
};

} // namespace syncline
