#include "base/atomicfile.h"

#include <QDir>
#include <QFileInfo>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

Error fileError(const QString &path, const QString &reason)
{
    return {.kind = ErrorKind::FileFailed,
            .event = {.id = EventId::ba_001, .parameters = {{u"path"_s, path}, {u"reason"_s, reason}}}};
}

} // namespace

Result<void> writeFileAtomically(const QString &path, QByteArrayView content)
{
    return writeFileAtomically(path, [content](QIODevice &device) -> Result<void> {
        device.write(content.data(), content.size());
        return {};
    });
}

Result<void> writeFileAtomically(const QString &path, const std::function<Result<void>(QIODevice &)> &produce)
{
    const auto failed = [&path](const QString &reason) { return fileError(path, reason); };
    const QString folder = QFileInfo(path).absolutePath();
    if (!QDir().mkpath(folder))
        return failed(u"the folder cannot be made"_s);
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return failed(file.errorString());
    if (Result<void> produced = produce(file); !produced) {
        file.cancelWriting();
        return produced;
    }
    // QSaveFile remembers a failed write (a full disk) and refuses to commit.
    if (!file.flush() || !file.commit())
        return failed(file.errorString());
    return {};
}

} // namespace syncline
