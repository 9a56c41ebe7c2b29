#include "dialogs/settingsdialog.h"

#include "icons.h"
#include "pages/connectioncheckview.h"
#include "synccontroller.h"
#include "widgets/factgrid.h"

#include <QDesktopServices>
#include <QDialogButtonBox>
#include <QFileInfo>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

QString productOf(DatabaseDriver driver)
{
    switch (driver) {
    case DatabaseDriver::Sqlite:
        return u"SQLite"_s;
    case DatabaseDriver::PostgreSql:
        return u"PostgreSQL"_s;
    case DatabaseDriver::SqlServer:
        return u"SQL Server"_s;
    }
    Q_UNREACHABLE();
}

QString serverOf(const DatabaseSettings &database)
{
    return database.port > 0 ? u"%1:%2"_s.arg(database.host, QString::number(database.port)) : database.host;
}

} // namespace

SettingsDialog::SettingsDialog(SyncController &controller, QWidget *parent)
    : QDialog(parent)
    , m_controller(controller)
    , m_names(new QListWidget(this))
    , m_pages(new QStackedWidget(this))
    , m_trouble(new QLabel(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setObjectName(u"settingsDialog"_s);
    auto *column = new QVBoxLayout(this);
    const int gap = fontMetrics().height() / 2;
    column->setSpacing(gap);
    auto *line = new QHBoxLayout;
    line->setSpacing(gap * 2);
    m_names->setObjectName(u"settingsPages"_s);
    m_names->setAccessibleName(tr("Pages of the settings"));
    m_names->setFixedWidth(fontMetrics().averageCharWidth() * 20);
    line->addWidget(m_names);
    line->addWidget(m_pages, 1);
    column->addLayout(line, 1);
    addPage(tr("Connection"), makeConnection());
    addPage(tr("Reports"), makeReports());
    connect(m_names, &QListWidget::currentRowChanged, m_pages, &QStackedWidget::setCurrentIndex);
    m_names->setCurrentRow(Connection);

    m_trouble->setObjectName(u"settingsTrouble"_s);
    m_trouble->setTextFormat(Qt::PlainText);
    m_trouble->setWordWrap(true);
    m_trouble->hide();
    column->addWidget(m_trouble);
    auto *buttons = new QDialogButtonBox(this);
    QPushButton *close = buttons->addButton(QDialogButtonBox::Close);
    close->setIcon({});
    close->setAutoDefault(false);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    column->addWidget(buttons);
    connect(&m_controller, &SyncController::infoChanged, this, &SettingsDialog::showFacts);
    showFacts();
    resize(fontMetrics().averageCharWidth() * 138, fontMetrics().height() * 46);
}

void SettingsDialog::addPage(const QString &name, QWidget *page)
{
    m_names->addItem(name);
    m_pages->addWidget(page);
}

QWidget *SettingsDialog::makeConnection()
{
    auto *page = new QWidget(this);
    auto *column = new QVBoxLayout(page);
    const int gap = fontMetrics().height() / 2;
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(gap);
    m_connection = new FactGrid(page);
    m_connection->setObjectName(u"connectionFacts"_s);
    column->addWidget(m_connection);
    auto *line = new QHBoxLayout;
    auto *hint = new QLabel(tr("All of it stands in the configuration file and is read when Syncline starts. The token and "
                               "passwords come from the system's keychain or from environment variables."),
                            page);
    hint->setProperty("muted", true);
    hint->setWordWrap(true);
    auto *open = new QPushButton(icons::named(u"folder"_s), tr("Open the &folder of the file"), page);
    open->setObjectName(u"openConfiguration"_s);
    open->setAutoDefault(false);
    open->setEnabled(!m_controller.info().configFile.isEmpty());
    connect(open, &QPushButton::clicked, this,
            [this] { openFolder(QFileInfo(m_controller.info().configFile).absolutePath()); });
    line->addWidget(hint, 1);
    line->addWidget(open);
    column->addLayout(line);
    m_check = new ConnectionCheckView(m_controller, page);
    column->addWidget(m_check, 1);
    return page;
}

QWidget *SettingsDialog::makeReports()
{
    auto *page = new QWidget(this);
    auto *column = new QVBoxLayout(page);
    const int gap = fontMetrics().height() / 2;
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(gap);
    m_reports = new FactGrid(page);
    m_reports->setObjectName(u"reportFacts"_s);
    column->addWidget(m_reports);
    auto *line = new QHBoxLayout;
    auto *hint = new QLabel(tr("Each sync leaves a folder of its own there. The place is reports.root in the configuration "
                               "file."),
                            page);
    hint->setProperty("muted", true);
    hint->setWordWrap(true);
    auto *open = new QPushButton(icons::named(u"folder"_s), tr("Open the folder of the &reports"), page);
    open->setObjectName(u"openReports"_s);
    open->setAutoDefault(false);
    open->setEnabled(!m_controller.info().reportsRoot.isEmpty());
    connect(open, &QPushButton::clicked, this, [this] { openFolder(m_controller.info().reportsRoot); });
    line->addWidget(hint, 1);
    line->addWidget(open);
    column->addLayout(line);
    column->addStretch(1);
    return page;
}

void SettingsDialog::openFolder(const QString &folder)
{
    const bool opened = QDesktopServices::openUrl(QUrl::fromLocalFile(folder));
    m_trouble->setVisible(!opened);
    m_trouble->setText(tr("No program of this computer shows the folder %1.").arg(folder));
}

void SettingsDialog::showFacts()
{
    const WorkspaceInfo &info = m_controller.info();
    setWindowTitle(tr("Settings \u2013 %1", "environment").arg(info.environment));
    m_reports->setFacts({{tr("Folder"), info.reportsRoot}});
    std::vector<Fact> facts{{tr("Configuration file"), info.configFile},
                            {tr("Environment"), info.environments.size() > 1
                                                    ? tr("%1 (the file has %2)", "environment, list of environments")
                                                          .arg(info.environment, info.environments.join(u", "_s))
                                                    : info.environment}};
    const DatabaseSettings &database = info.warehouse;
    const bool known = !database.key.isEmpty();
    if (known)
        facts.push_back({tr("Database"), tr("%1, %2", "key in the file, product").arg(database.key, productOf(database.driver))});
    if (known && database.driver == DatabaseDriver::Sqlite) {
        facts.push_back({tr("File"), database.path});
    } else if (known) {
        facts.push_back({tr("Server"), serverOf(database)});
        facts.push_back({tr("Name there"), database.database});
        facts.push_back({tr("Schema"), database.schema});
        facts.push_back({tr("User"), database.trustedConnection ? tr("the one of this computer") : database.user});
    }
    facts.push_back({tr("Board"), info.boardName.isEmpty() ? info.boardId
                                                           : tr("%1, %2", "name, id").arg(info.boardName, info.boardId)});
    if (known) {
        facts.push_back({tr("API"), info.sandbox ? tr("version %1, the sandbox of this computer").arg(info.api.version)
                                                 : tr("version %1, %2", "version, address")
                                                       .arg(info.api.version, info.api.url.toString())});
        facts.push_back({tr("Requests at once"), tr("at most %1").arg(info.api.maxInFlight)});
    }
    m_connection->setFacts(std::move(facts));
}

void SettingsDialog::checkConnection()
{
    m_names->setCurrentRow(Connection);
    m_check->start();
}

} // namespace syncline
