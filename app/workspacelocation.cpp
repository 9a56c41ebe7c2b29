#include "workspacelocation.h"

#include "demo/demo.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

QString configIn(const QString &folder)
{
    return QDir(folder).filePath(u"syncline.toml"_s);
}

} // namespace

Result<QString> locateConfig(const QString &given)
{
    const QString named = given.isEmpty() ? qEnvironmentVariable("SYNCLINE_CONFIG") : given;
    if (!named.isEmpty())
        return QFileInfo(named).absoluteFilePath();
    const QString own = configIn(QStandardPaths::writableLocation(QStandardPaths::ConfigLocation) + u"/syncline"_s);
    if (QFileInfo::exists(own))
        return own;
    const QString demoFolder =
        QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u"/syncline/demo"_s;
    if (!QFileInfo::exists(configIn(demoFolder))) {
        if (Result<DemoReport> made = makeDemo({.folder = demoFolder}); !made)
            return std::move(made).error();
    }
    return configIn(demoFolder);
}

Result<QString> chooseEnvironment(const LoadedConfig &config, const QString &given)
{
    if (!given.isEmpty())
        return given;
    if (const std::optional<QString> only = config.defaultEnvironment())
        return *only;
    return Error{.kind = ErrorKind::InvalidInput,
                 .event = {.id = EventId::cl_001,
                           .parameters = {{u"file"_s, config.file()},
                                          {u"environments"_s, config.environmentNames().join(u", "_s)}}}};
}

} // namespace syncline
