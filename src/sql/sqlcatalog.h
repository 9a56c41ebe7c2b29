#pragma once

#include <QHash>
#include <QString>
#include <QStringList>

namespace syncline {

/// One statement of resources/sql: its text without comments, and the parameters that its comments declare.
struct SqlText
{
    QString text;
    QStringList parameters; ///< with the colon, in the order of the comments
};

/// The fixed statements of one folder below resources/sql, one statement per file. A file begins with comment
/// lines: what it is for, then one line `-- :name  meaning` for each parameter. `{own}` in a statement is the
/// schema of Syncline's own tables. A value; reads files when first asked.
class SqlCatalog
{
public:
    /// `ownSchema` ends with its dot; empty where the connection has a schema by itself.
    explicit SqlCatalog(const QString &folder, const QString &ownSchema = {})
        : m_folder(folder)
        , m_ownSchema(ownSchema)
    {
    }

    /// The statement `<name>.sql`; its text is empty when there is no such file.
    [[nodiscard]] const SqlText &find(const QString &name);
    /// Names of all statements of the folder.
    [[nodiscard]] QStringList names() const;

    [[nodiscard]] static SqlText parse(const QString &content);

private:
    QString m_folder;
    QString m_ownSchema;
    QHash<QString, SqlText> m_texts;
};

} // namespace syncline
