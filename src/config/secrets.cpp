#include "config/secrets.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace syncline {

Secrets::Secrets(Keychain &keychain, QProcessEnvironment environment)
    : m_keychain(keychain)
    , m_environment(std::move(environment))
{
}

Result<QString> Secrets::mondayToken() const
{
    const QString set = cleanedToken(m_environment.value(u"MONDAY_API_KEY"_s));
    if (!set.isEmpty())
        return set;
    const Keychain::Entry kept = m_keychain.read(u"monday"_s);
    const QString token = cleanedToken(kept.text);
    if (!token.isEmpty())
        return token;
    return Error{.kind = ErrorKind::Unauthorised, .event = {EventId::cf_025, {{u"reason"_s, kept.problem}}}};
}

Result<QString> Secrets::databasePassword(const QString &databaseKey) const
{
    const QString variable = databaseVariable(databaseKey);
    const QString set = m_environment.value(variable);
    if (!set.isEmpty())
        return set;
    const Keychain::Entry kept = m_keychain.read(u"database/"_s + databaseKey);
    if (!kept.text.isEmpty())
        return kept.text;
    return Error{
        .kind = ErrorKind::Unauthorised,
        .event = {EventId::cf_026,
                  {{u"database"_s, databaseKey}, {u"variable"_s, variable}, {u"reason"_s, kept.problem}}}};
}

QString Secrets::databaseVariable(const QString &databaseKey)
{
    static const QRegularExpression other(u"[^A-Z0-9]"_s);
    return u"SYNCLINE_DB_PASSWORD_"_s + databaseKey.toUpper().replace(other, u"_"_s);
}

QString cleanedToken(const QString &pasted)
{
    static const QRegularExpression scheme(u"^bearer\\s+"_s, QRegularExpression::CaseInsensitiveOption);
    return pasted.trimmed().remove(scheme).trimmed();
}

} // namespace syncline
