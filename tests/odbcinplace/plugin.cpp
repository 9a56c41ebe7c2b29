#include "odbcinplace.h"

#include <QLibraryInfo>
#include <QPluginLoader>
#include <QSqlDriverPlugin>

using namespace Qt::StringLiterals;

namespace syncline::testing {

/// Found before Qt's own plugins where QT_PLUGIN_PATH names its folder.
class OdbcInPlacePlugin final : public QSqlDriverPlugin
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID "org.qt-project.Qt.QSqlDriverFactoryInterface" FILE "plugin.json")

public:
    QSqlDriver *create(const QString &key) override
    {
        // For who looks at the database from outside.
        if (key == "QPSQL_ITSELF"_L1)
            return ofQt(u"libqsqlpsql"_s, u"QPSQL"_s).release();
        std::unique_ptr<QSqlDriver> odbc = ofQt(u"libqsqlodbc"_s, u"QODBC"_s);
        return odbc ? new OdbcInPlace(std::move(odbc)) : nullptr;
    }

private:
    static std::unique_ptr<QSqlDriver> ofQt(const QString &file, const QString &key)
    {
        QPluginLoader loader(QLibraryInfo::path(QLibraryInfo::PluginsPath) + u"/sqldrivers/"_s + file);
        auto *plugin = qobject_cast<QSqlDriverPlugin *>(loader.instance());
        return std::unique_ptr<QSqlDriver>(plugin ? plugin->create(key) : nullptr);
    }
};

} // namespace syncline::testing

#include "plugin.moc"
