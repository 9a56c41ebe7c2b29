#include "sql/odbcerrors.h"

#include <QLibrary>
#include <QSqlDriver>
#include <QSqlQuery>
#include <QSqlResult>
#include <QStringList>

#include <array>

using namespace Qt::StringLiterals;

namespace syncline {

namespace {

/// SQLGetDiagRec of the driver manager that Qt's driver has loaded; with these types its header is not
/// needed.
using GetDiagRec = short (*)(short, void *, short, unsigned char *, int *, unsigned char *, short, short *);

// ODBC's sql.h.
constexpr short statementHandle = 3;
constexpr short success = 0;
constexpr short successWithInfo = 1;
/// More than a statement has messages.
constexpr short mostMessages = 20;

QStringList numbersOf(void *statement)
{
    static const auto getDiagRec =
        reinterpret_cast<GetDiagRec>(QLibrary::resolve(u"odbc"_s, 2, "SQLGetDiagRec"));
    QStringList numbers;
    for (short record = 1; getDiagRec && record <= mostMessages; ++record) {
        std::array<unsigned char, 6> state{};
        std::array<unsigned char, 512> message{};
        int number = 0;
        short length = 0;
        const short told = getDiagRec(statementHandle, statement, record, state.data(), &number,
                                      message.data(), static_cast<short>(message.size()), &length);
        if (told != success && told != successWithInfo)
            break;
        numbers.append(QString::number(number));
    }
    return numbers;
}

} // namespace

QSqlError lastErrorOf(const QSqlQuery &query)
{
    const QSqlError error = query.lastError();
    const QSqlDriver *driver = query.driver();
    if (!error.isValid() || !driver
        || QLatin1StringView(driver->metaObject()->className()) != "QODBCDriver"_L1)
        return error;
    const QVariant handle = query.result()->handle();
    void *statement = handle.constData() ? *static_cast<void *const *>(handle.constData()) : nullptr;
    const QStringList numbers = statement ? numbersOf(statement) : QStringList();
    return numbers.isEmpty()
        ? error
        : QSqlError(error.driverText(), error.databaseText(), error.type(), numbers.join(u';'));
}

} // namespace syncline
