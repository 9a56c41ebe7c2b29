#pragma once

#include "charts/linechart.h"
#include "demoscriptworkspace.h"
#include "mainwindow.h"
#include "models/batchtablemodel.h"
#include "models/customertablemodel.h"
#include "models/rowtablemodel.h"
#include "scriptedprompter.h"
#include "support/testenvironment.h"
#include "theme.h"
#include "translations.h"
#include "widgets/banner.h"
#include "widgets/datatable.h"
#include "widgets/tile.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QSpinBox>
#include <QTabWidget>
#include <QTextBrowser>
#include <QToolButton>

namespace syncline::testing {

using namespace Qt::StringLiterals;

/// A window on the scripted workspace, and how a test gets at its parts.
class WindowTest : public TestCase
{
    Q_OBJECT

protected:
    std::unique_ptr<FakeClock> m_clock;
    std::unique_ptr<ScriptedPrompter> m_prompter;
    std::unique_ptr<DemoScriptWorkspace> m_workspace;
    std::unique_ptr<MainWindow> m_window;

    void open()
    {
        m_window = std::make_unique<MainWindow>(*m_workspace, *m_prompter, *m_clock);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        if (!m_workspace->customersProblem && !m_workspace->customers.empty())
            QTRY_VERIFY(table(u"customersTable"_s)->model()->rowCount() > 0);
    }

    DataTable *table(const QString &name) const { return m_window->findChild<DataTable *>(name); }

    QAction *action(const QKeySequence &key) const
    {
        for (QAction *each : m_window->actions()) {
            if (each->shortcuts().contains(key))
                return each;
        }
        qFatal("no action has the key %s", qPrintable(key.toString()));
    }

    void choose(const QStringList &names) const
    {
        DataTable *customers = table(u"customersTable"_s);
        customers->clearSelection();
        for (int row = 0; row < customers->model()->rowCount(); ++row) {
            if (names.contains(customers->model()->index(row, 0).data().toString()))
                customers->selectionModel()->select(customers->model()->index(row, 0),
                                                    QItemSelectionModel::Select | QItemSelectionModel::Rows);
        }
    }

    void startAndWait()
    {
        action(QKeySequence(u"Ctrl+Return"_s))->trigger();
        QTRY_COMPARE(m_window->findChild<QLabel *>(u"runState"_s)->text(), u"Running"_s);
    }

    /// Text of every visible label and button.
    QString visibleText() const
    {
        QStringList texts;
        for (const QLabel *label : m_window->findChildren<QLabel *>()) {
            if (label->isVisible())
                texts.append(label->text());
        }
        for (const QAbstractButton *button : m_window->findChildren<QAbstractButton *>()) {
            if (button->isVisible())
                texts.append(button->text());
        }
        return texts.join(u'\n');
    }

private slots:
    void initTestCase()
    {
        installTranslations(QLocale(QLocale::English, QLocale::UnitedStates));
        applyTheme(Theme::Light);
    }

    void init()
    {
        prepare();
        m_clock = std::make_unique<FakeClock>();
        m_prompter = std::make_unique<ScriptedPrompter>();
        m_workspace = std::make_unique<DemoScriptWorkspace>(*m_clock);
        m_workspace->facts.reportsRoot = folder();
    }

    void cleanup()
    {
        m_window.reset();
        m_workspace.reset();
    }
};

} // namespace syncline::testing
