#pragma once

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLineEdit;

namespace syncline {

class DataTable;
class EventLogModel;

/// The events of this window as they happen. Follows the newest until the reader scrolls up.
class LogPage final : public QWidget
{
    Q_OBJECT

public:
    explicit LogPage(EventLogModel &model, QWidget *parent = nullptr);
    void focusFilter();

private:
    void applyLevel();

    EventLogModel &m_model;
    QLineEdit *m_filter;
    QComboBox *m_level;
    QCheckBox *m_follow;
    DataTable *m_table;
};

} // namespace syncline
