#include "journal/journalreader.h"

#include "journal/journalerrors.h"
#include "journal/journaljson.h"
#include "journal/journalvalues.h"

using namespace Qt::StringLiterals;

namespace syncline::journal {

Result<void> JournalReader::count(RunSummary &summary)
{
    if (Result<void> read =
            countLedgers(u"count_rows"_s, &CustomerRun::ledger, summary.ledger, summary.customers);
        !read)
        return read;
    if (Result<void> read =
            countLedgers(u"count_lines"_s, &CustomerRun::linesLedger, summary.linesLedger, summary.customers);
        !read)
        return read;
    if (Result<void> read = readTimes(summary.customers); !read)
        return read;
    if (Result<void> read = readGroups(summary.groups); !read)
        return read;
    if (Result<void> read = readBatches(summary.batches); !read)
        return read;
    if (Result<void> read = readErrors(summary.errors); !read)
        return read;
    return {};
}

Result<Ledger> JournalReader::ledger()
{
    Ledger total;
    std::vector<CustomerRun> customers;
    if (Result<void> read = countLedgers(u"count_rows"_s, &CustomerRun::ledger, total, customers); !read)
        return read.error();
    return total;
}

Result<void> JournalReader::countLedgers(const QString &statement, Ledger CustomerRun::*ledger, Ledger &total,
                                         std::vector<CustomerRun> &customers)
{
    Result<SqlCursor> rows = m_sql.run(statement);
    if (!rows)
        return rows.error();
    return rows->forEach([&]() -> Result<void> {
        const QString name = rows->text(0);
        const std::optional<RowState> state = rowStateFromString(rows->text(1));
        const qint64 count = rows->integer(2);
        if (!state)
            return contentInvalid(m_path, u"the state of a row is unreadable"_s);
        auto customer = std::ranges::find(customers, name, &CustomerRun::name);
        if (customer == customers.end())
            customer = customers.insert(customer, CustomerRun{.name = name});
        for (Ledger *sum : {&((*customer).*ledger), &total}) {
            sum->planned += count;
            (*sum)[*state] += count;
        }
        return {};
    });
}

Result<void> JournalReader::readTimes(std::vector<CustomerRun> &customers)
{
    Result<SqlCursor> rows = m_sql.run(u"select_customer_times"_s);
    if (!rows)
        return rows.error();
    return rows->forEach([&]() -> Result<void> {
        const auto customer = std::ranges::find(customers, rows->text(0), &CustomerRun::name);
        if (customer == customers.end())
            return {};
        customer->time = sharesFromJson(rows->text(1));
        customer->seconds = customer->time.total();
        return {};
    });
}

Result<void> JournalReader::readGroups(std::vector<GroupRun> &groups)
{
    Result<SqlCursor> rows = m_sql.run(u"select_groups"_s);
    if (!rows)
        return rows.error();
    return rows->forEach([&]() -> Result<void> {
        const std::optional<GroupRun::Origin> origin = valueNamed(allOrigins, rows->text(3));
        if (!origin)
            return contentInvalid(m_path, u"the origin of a group is unreadable"_s);
        groups.push_back({.id = rows->text(1),
                          .title = rows->text(2),
                          .customer = rows->text(0),
                          .origin = *origin,
                          .rows = rows->integer(4)});
        return {};
    });
}

Result<void> JournalReader::readBatches(std::vector<BatchRecord> &batches)
{
    Result<SqlCursor> rows = m_sql.run(u"select_batches"_s);
    if (!rows)
        return rows.error();
    return rows->forEach([&]() -> Result<void> {
        const std::optional<BatchKind> kind = valueNamed(allKinds, rows->text(1));
        if (!kind)
            return contentInvalid(m_path, u"the kind of a batch is unreadable"_s);
        batches.push_back({.number = static_cast<int>(rows->integer(0)),
                           .kind = *kind,
                           .customer = rows->text(2),
                           .rows = static_cast<int>(rows->integer(3)),
                           .succeeded = static_cast<int>(rows->integer(4)),
                           .failed = static_cast<int>(rows->integer(5)),
                           .attempts = static_cast<int>(rows->integer(6)),
                           .startedAt = fromMs(rows->integer(7)),
                           .seconds = rows->value(8).toDouble(),
                           .complexity = orNothing(rows->value(9)),
                           .error = rows->text(10)});
        return {};
    });
}

Result<void> JournalReader::readErrors(std::vector<ErrorGroup> &errors)
{
    Result<SqlCursor> rows = m_sql.run(u"select_error_groups"_s);
    if (!rows)
        return rows.error();
    return rows->forEach([&]() -> Result<void> {
        const Event sample = eventFrom(rows->text(0), rows->text(4));
        errors.push_back({.event = sample.id,
                          .customer = rows->text(1),
                          .column = rows->text(2),
                          .sample = sample.text(),
                          .rows = rows->integer(3)});
        return {};
    });
}

Result<std::vector<SequencedRow>> JournalReader::pageOfRows(qint64 afterSequence, int limit)
{
    Result<SqlCursor> rows =
        m_sql.run(u"page_rows"_s, {{u":after"_s, afterSequence}, {u":maximum"_s, limit}});
    if (!rows)
        return rows.error();
    std::vector<SequencedRow> page;
    Result<void> read = rows->forEach([&]() -> Result<void> {
        const std::optional<PlannedAction> action = valueNamed(allActions, rows->text(5));
        const std::optional<RowState> state = rowStateFromString(rows->text(6));
        if (!action || !state)
            return contentInvalid(m_path, u"the state of a row is unreadable"_s);
        SequencedRow entry;
        entry.sequence = rows->integer(0);
        entry.row = {.key = RecordKey::fromString(rows->text(1)),
                     .orderNumber = rows->text(2),
                     .customer = rows->text(3),
                     .group = rows->text(4),
                     .action = *action,
                     .state = *state,
                     .mondayId = orNothing(rows->value(7)),
                     .column = rows->text(8),
                     .reason = eventFrom(rows->text(9), rows->text(10)),
                     .sentHash = rows->text(11),
                     .sentItem = {rows->text(12), rows->text(13), rows->text(14)}};
        page.push_back(std::move(entry));
        return {};
    });
    if (!read)
        return read.error();
    return page;
}

Result<std::vector<LineRecord>> JournalReader::pageOfLines(qint64 afterSequence, qint64 lastSequence)
{
    Result<SqlCursor> rows =
        m_sql.run(u"page_lines"_s, {{u":after"_s, afterSequence}, {u":last"_s, lastSequence}});
    if (!rows)
        return rows.error();
    std::vector<LineRecord> page;
    Result<void> read = rows->forEach([&]() -> Result<void> {
        const std::optional<RowState> state = rowStateFromString(rows->text(3));
        if (!state)
            return contentInvalid(m_path, u"the state of a line is unreadable"_s);
        page.push_back({.key = {.record = RecordKey::fromString(rows->text(0)), .sizeCode = rows->text(1)},
                        .quantity = rows->text(2),
                        .state = *state,
                        .mondayId = orNothing(rows->value(4)),
                        .reason = eventFrom(rows->text(5), rows->text(6)),
                        .sentHash = rows->text(7)});
        return {};
    });
    if (!read)
        return read.error();
    return page;
}

Result<qint64> JournalReader::lastSequence()
{
    Result<SqlCursor> rows = m_sql.run(u"last_sequence"_s);
    if (!rows)
        return rows.error();
    if (const Result<bool> found = rows->next(); !found)
        return found.error();
    return rows->integer(0);
}

Result<std::vector<RecordKey>> JournalReader::recordsInDoubt()
{
    Result<SqlCursor> rows = m_sql.run(u"records_in_doubt"_s);
    if (!rows)
        return rows.error();
    std::vector<RecordKey> keys;
    Result<void> read = rows->forEach([&]() -> Result<void> {
        keys.push_back(RecordKey::fromString(rows->text(0)));
        return {};
    });
    if (!read)
        return read.error();
    return keys;
}

} // namespace syncline::journal
