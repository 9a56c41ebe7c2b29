#pragma once

#include "base/event.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace syncline {

/// Something that is wrong or superfluous in a configuration file. The event's parameters hold `file`,
/// `line`, `key`.
struct ConfigDiagnostic
{
    Event event;
    bool blocksSending = false; ///< looking (customers, plan, reports) stays possible
    QString environment; ///< the one that it concerns; empty: all

    friend bool operator==(const ConfigDiagnostic &, const ConfigDiagnostic &) = default;
};

/// Collects what the readers of a configuration file find. One function per meaning.
class Findings
{
public:
    explicit Findings(QString file)
        : m_file(std::move(file))
    {
    }

    /// What is found from now on concerns this environment; empty: all.
    void setEnvironment(const QString &environment) { m_environment = environment; }

    // Warnings
    void unusedKey(const QStringList &path, int line);
    void unusedSection(const QStringList &path, int line, const QStringList &keys);
    void supersededKey(const QStringList &path, int line, const QString &by);
    /// `nearest` is a name that was perhaps meant; empty: none is near.
    void unknownKey(const QStringList &path, int line, const QString &nearest);
    void noRecordKeyColumn(const QStringList &path, int line);
    void sharedTable(const QStringList &path, int line, const QString &table,
                     const QString &otherEnvironment);
    void valueMappingOfUnmappedColumn(const QStringList &path, int line);

    // Errors; they block sending
    void wrongType(const QStringList &path, int line, const QString &expected, const QString &found);
    void outOfRange(const QStringList &path, int line, double value, double least, double most);
    void moreThanIsUsed(const QStringList &path, int line, int value, int used);
    void notAChoice(const QStringList &path, int line, const QString &value, const QStringList &choices);
    void missing(const QStringList &path, int line);
    void conflict(const QStringList &path, int line, const QString &firstSource, int firstLine,
                  const QString &targetColumn);
    void unknownDatabase(const QStringList &path, int line, const QString &database);
    /// Never with the value.
    void secretInFile(const QStringList &path, int line);
    void badAddress(const QStringList &path, int line);
    void thresholdsInverted(const QStringList &path, int line, double success, double partial);
    void recordKeyColumnMapped(const QStringList &path, int line, const QString &column);
    void noEnvironment();
    void notALineSource(const QStringList &path, int line);
    void noDigits(const QStringList &path, int line);

    /// In the order of the lines.
    [[nodiscard]] std::vector<ConfigDiagnostic> take();

private:
    void add(EventId id, const QStringList &path, int line, QJsonObject more = {});

    QString m_file;
    QString m_environment;
    std::vector<ConfigDiagnostic> m_diagnostics;
};

} // namespace syncline
