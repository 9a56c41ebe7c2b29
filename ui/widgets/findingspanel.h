#pragma once

#include "models/findingsmodel.h"

#include <QFrame>

class QLabel;
class QToolButton;

namespace syncline {

class DataTable;

/// Problems and remarks that are not about a row, each with what to do. Folds to one line; gone only when
/// there are none.
class FindingsPanel final : public QFrame
{
    Q_OBJECT

public:
    explicit FindingsPanel(FindingsModel &model, QWidget *parent = nullptr);

private:
    void recount();

    FindingsModel &m_model;
    QToolButton *m_toggle;
    QLabel *m_icon;
    QLabel *m_text;
    DataTable *m_table;
};

} // namespace syncline
