#include "journal/journaldatabase.h"

#include "journal/journalerrors.h"
#include "journal/journaljson.h"
#include "journal/journalvalues.h"
#include "sql/jsonlist.h"

#include <map>

using namespace Qt::StringLiterals;

namespace syncline::journal {

namespace {

constexpr int tableFormat = 5;
// Nobody else may write: the lock file keeps other processes away. Only a backup program could hold the file
// for a moment.
constexpr int busyTimeoutMs = 5'000;

} // namespace

Result<std::unique_ptr<JournalDatabase>> JournalDatabase::open(const QString &path)
{
    const SqlTarget target = path.isEmpty() ? SqlTarget{.driver = u"QSQLITE"_s, .database = u":memory:"_s}
                                            : sqliteFile(path, true, busyTimeoutMs);
    auto failure = [path](const QSqlError &error, const QString &doing) {
        return sqlFailed(path, error, doing);
    };
    Result<std::unique_ptr<SqlConnection>> sql =
        SqlConnection::open(target, SqlCatalog(u"journal"_s), failure);
    if (!sql)
        return sql.error();
    std::unique_ptr<JournalDatabase> database(new JournalDatabase(*std::move(sql), path));
    for (const QString &setting : {u"set_wal"_s, u"set_synchronous"_s, u"set_temp_store"_s}) {
        if (Result<void> set = database->effect(setting); !set)
            return set.error();
    }
    return database;
}

Result<void> JournalDatabase::effect(const QString &statement, const SqlValues &values)
{
    if (Result<SqlCursor> done = m_sql->run(statement, values); !done)
        return done.error();
    return {};
}

Result<void> JournalDatabase::savepoint()
{
    return effect(u"savepoint"_s);
}

Result<void> JournalDatabase::undoSavepoint()
{
    return effect(u"undo_savepoint"_s);
}

Result<void> JournalDatabase::releaseSavepoint()
{
    return effect(u"release_savepoint"_s);
}

Result<void> JournalDatabase::createSession(const SessionRecord &session)
{
    for (const QString &table :
         {u"create_session"_s, u"create_rows"_s, u"create_rows_waiting"_s,
          u"create_rows_waiting_of_customer"_s, u"create_lines"_s, u"create_batches"_s,
          u"create_batches_open"_s, u"create_batch_rows"_s, u"create_groups"_s, u"create_customer_times"_s}) {
        if (Result<void> created = effect(table); !created)
            return created;
    }
    return effect(u"insert_session"_s,
                  {{u":format"_s, tableFormat},
                   {u":sync_id"_s, session.syncId},
                   {u":environment"_s, filled(session.environment)},
                   {u":request"_s, toJson(session.request)},
                   {u":started_at"_s, toMs(session.startedAt)}});
}

Result<std::optional<SessionRecord>> JournalDatabase::session()
{
    {
        Result<SqlCursor> table = m_sql->run(u"find_session_table"_s);
        if (!table)
            return table.error();
        const Result<bool> found = table->next();
        if (!found)
            return found.error();
        if (!*found)
            return std::optional<SessionRecord>();
    }
    Result<SqlCursor> rows = m_sql->run(u"select_session"_s);
    if (!rows)
        return rows.error();
    const Result<bool> found = rows->next();
    if (!found)
        return found.error();
    if (!*found)
        return contentInvalid(m_path, u"the session is missing"_s);
    if (const int format = static_cast<int>(rows->integer(0)); format != tableFormat)
        return unknownFormat(m_path, format, tableFormat);
    const std::optional<SyncRequest> request = requestFromJson(rows->text(3));
    if (!request)
        return contentInvalid(m_path, u"the request is unreadable"_s);
    SessionRecord session{.syncId = rows->text(1),
                          .environment = rows->text(2),
                          .request = *request,
                          .startedAt = fromMs(rows->integer(4)),
                          .planComplete = rows->integer(5) != 0,
                          .used = usedFromJson(rows->text(6))};
    if (!rows->value(7).isNull()) {
        session.state = runStateFromString(rows->text(7));
        session.finishedAt = fromMs(rows->integer(8));
        if (!session.state)
            return contentInvalid(m_path, u"the state is unreadable"_s);
    }
    return std::optional(std::move(session));
}

Result<void> JournalDatabase::setPlanComplete(bool complete)
{
    return effect(u"set_plan_complete"_s, {{u":complete"_s, complete ? 1 : 0}});
}

Result<void> JournalDatabase::setProgress(const UsedSoFar &used)
{
    return effect(u"set_progress"_s, {{u":used"_s, toJson(used)}});
}

Result<void> JournalDatabase::setTimeOf(const QString &customer, const TimeShares &time)
{
    return effect(u"upsert_customer_time"_s,
                  {{u":customer"_s, filled(customer)}, {u":time"_s, toJson(time)}});
}

Result<void> JournalDatabase::setClosed(RunState state, const QDateTime &now)
{
    return effect(u"set_closed"_s, {{u":state"_s, nameOf(state)}, {u":finished_at"_s, toMs(now)}});
}

Result<void> JournalDatabase::plan(const std::vector<PlannedRow> &rows)
{
    for (const PlannedRow &planned : rows) {
        if (Result<void> done = planRow(planned); !done)
            return done;
    }
    return {};
}

Result<void> JournalDatabase::planRow(const PlannedRow &planned)
{
    const RowRecord &row = planned.row;
    qint64 sequence = 0;
    {
        Result<SqlCursor> inserted = m_sql->run(u"insert_row"_s,
                                                {{u":record_key"_s, row.key.toString()},
                                                 {u":order_number"_s, filled(row.orderNumber)},
                                                 {u":customer"_s, filled(row.customer)},
                                                 {u":group_title"_s, filled(row.group)},
                                                 {u":action"_s, nameOf(row.action)},
                                                 {u":state"_s, nameOf(row.state)},
                                                 {u":monday_id"_s, orNull(row.mondayId)},
                                                 {u":column_title"_s, filled(row.column)},
                                                 {u":event"_s, nameOrEmpty(row.reason)},
                                                 {u":parameters"_s, parametersOf(row.reason)}});
        if (!inserted)
            return inserted.error();
        sequence = inserted->lastId();
    }
    int position = 0;
    for (const LineRecord &line : planned.lines) {
        Result<void> inserted = effect(u"insert_line"_s,
                                       {{u":header_row"_s, sequence},
                                        {u":size_code"_s, filled(line.key.sizeCode)},
                                        {u":position"_s, position++},
                                        {u":quantity"_s, filled(line.quantity)},
                                        {u":state"_s, nameOf(line.state)},
                                        {u":monday_id"_s, orNull(line.mondayId)},
                                        {u":event"_s, nameOrEmpty(line.reason)},
                                        {u":parameters"_s, parametersOf(line.reason)}});
        if (!inserted)
            return inserted;
    }
    return {};
}

Result<void> JournalDatabase::forgetPlan()
{
    const Result<int> next = nextBatchNumber();
    if (!next)
        return next.error();
    if (*next > 1)
        return planInUse();
    for (const QString &statement : {u"delete_lines"_s, u"delete_rows"_s}) {
        if (Result<void> deleted = effect(statement); !deleted)
            return deleted;
    }
    return setPlanComplete(false);
}

Result<std::vector<PlannedKey>> JournalDatabase::nextPlanned(qint64 afterSequence, int limit,
                                                             const QString &customer)
{
    if (customer.isEmpty())
        return keysOf(u"next_planned"_s, {{u":after"_s, afterSequence}, {u":maximum"_s, limit}});
    return keysOf(u"next_planned_of_customer"_s,
                  {{u":customer"_s, customer}, {u":after"_s, afterSequence}, {u":maximum"_s, limit}});
}

Result<std::vector<PlannedKey>> JournalDatabase::nextUnfinished(qint64 afterSequence, int limit,
                                                                const QString &customer)
{
    return keysOf(u"next_unfinished"_s,
                  {{u":customer"_s, filled(customer)}, {u":after"_s, afterSequence}, {u":maximum"_s, limit}});
}

Result<std::vector<PlannedKey>> JournalDatabase::keysOf(const QString &statement, const SqlValues &values)
{
    Result<SqlCursor> rows = m_sql->run(statement, values);
    if (!rows)
        return rows.error();
    std::vector<PlannedKey> keys;
    Result<void> read = rows->forEach([&]() -> Result<void> {
        keys.push_back({.sequence = rows->integer(0), .key = RecordKey::fromString(rows->text(1))});
        return {};
    });
    if (!read)
        return read.error();
    return keys;
}

Result<std::vector<RecordKey>> JournalDatabase::alreadyPlanned(const std::vector<RecordKey> &headers)
{
    QStringList keys;
    for (const RecordKey &header : headers)
        keys.append(header.toString());
    Result<SqlCursor> rows =
        m_sql->run(u"select_already_planned"_s, {{u":record_keys"_s, jsonList(keys)}});
    if (!rows)
        return rows.error();
    std::vector<RecordKey> planned;
    Result<void> read = rows->forEach([&]() -> Result<void> {
        planned.push_back(RecordKey::fromString(rows->text(0)));
        return {};
    });
    if (!read)
        return std::move(read).error();
    return planned;
}

Result<std::vector<LineKey>> JournalDatabase::plannedLines(const std::vector<RecordKey> &headers)
{
    std::vector<LineKey> lines;
    for (const RecordKey &header : headers) {
        Result<SqlCursor> rows =
            m_sql->run(u"select_planned_lines"_s, {{u":record_key"_s, header.toString()}});
        if (!rows)
            return rows.error();
        Result<void> read = rows->forEach([&]() -> Result<void> {
            lines.push_back({header, rows->text(0)});
            return {};
        });
        if (!read)
            return read.error();
    }
    return lines;
}

Result<std::vector<LeftOut>> JournalDatabase::leaveOut(const std::vector<LineKey> &rows)
{
    std::map<QString, LeftOut> left;
    for (const LineKey &row : rows) {
        const SqlValues header{{u":record_key"_s, row.record.toString()}};
        qint64 sequence = 0;
        QString customer;
        {
            Result<SqlCursor> found = m_sql->run(u"find_row"_s, header);
            if (!found)
                return found.error();
            const Result<bool> known = found->next();
            if (!known)
                return known.error();
            if (!*known)
                continue;
            sequence = found->integer(0);
            customer = found->text(1);
        }
        LeftOut &of = left[customer];
        of.customer = customer;
        const auto leaveLines = [&](RowState state) {
            return m_sql->change(u"leave_lines_out"_s,
                                 {{u":header_row"_s, sequence},
                                  {u":size_code"_s, filled(row.sizeCode)},
                                  {u":state"_s, nameOf(state)}});
        };
        const Result<int> lines = leaveLines(RowState::NotSent);
        if (!lines)
            return lines.error();
        of.lines += *lines;
        if (!row.sizeCode.isEmpty())
            continue;
        const Result<int> unchanged = leaveLines(RowState::Unchanged);
        if (!unchanged)
            return unchanged.error();
        of.unchangedLines += *unchanged;
        const Result<int> headers = m_sql->change(u"leave_row_out"_s, header);
        if (!headers)
            return headers.error();
        of.rows += *headers;
    }
    std::vector<LeftOut> all;
    for (const auto &[name, of] : left)
        all.push_back(of);
    return all;
}

Result<void> JournalDatabase::intend(const BatchIntent &intent)
{
    Result<void> inserted = effect(u"insert_batch"_s,
                                   {{u":number"_s, intent.number},
                                    {u":kind"_s, nameOf(intent.kind)},
                                    {u":customer"_s, filled(intent.customer)},
                                    {u":idempotency_key"_s, filled(intent.idempotencyKey)},
                                    {u":body"_s, intent.body},
                                    {u":sent_at"_s, toMs(intent.sentAt)}});
    if (!inserted)
        return inserted;
    int position = 0;
    for (const IntentRow &row : intent.rows) {
        Result<void> noted = effect(u"insert_batch_row"_s,
                                    {{u":batch"_s, intent.number},
                                     {u":position"_s, position++},
                                     {u":alias"_s, filled(row.alias)},
                                     {u":record_key"_s, row.row.record.toString()},
                                     {u":size_code"_s, filled(row.row.sizeCode)}});
        if (!noted)
            return noted;
        if (Result<void> marked = markSending(intent.number, row); !marked)
            return marked;
    }
    return {};
}

Result<void> JournalDatabase::markSending(int batch, const IntentRow &intent)
{
    const LineKey &row = intent.row;
    SqlValues values{{u":record_key"_s, row.record.toString()},
                     {u":batch"_s, batch},
                     {u":sent_hash"_s, filled(intent.sentHash)}};
    values += row.sizeCode.isEmpty() ? SqlValues{{u":sent_number"_s, filled(intent.sentItem.orderNumber)},
                                                 {u":sent_name"_s, filled(intent.sentItem.name)},
                                                 {u":sent_group"_s, filled(intent.sentItem.groupId)}}
                                     : SqlValues{{u":size_code"_s, row.sizeCode}};
    const Result<int> marked =
        m_sql->change(row.sizeCode.isEmpty() ? u"mark_row_sending"_s : u"mark_line_sending"_s, values);
    if (!marked)
        return marked.error();
    if (*marked != 1)
        return rowNotPlanned(row);
    return {};
}

Result<void> JournalDatabase::judgeRow(const RowVerdict &verdict)
{
    const QString key = verdict.row.record.toString();
    const QString state = nameOf(verdict.state);
    const QString event = nameOrEmpty(verdict.reason);
    const QString parameters = parametersOf(verdict.reason);
    const Result<int> judged = verdict.row.sizeCode.isEmpty()
        ? m_sql->change(u"judge_row"_s,
                        {{u":record_key"_s, key},
                         {u":state"_s, state},
                         {u":monday_id"_s, orNull(verdict.mondayId)},
                         {u":column_title"_s, filled(verdict.column)},
                         {u":event"_s, event},
                         {u":parameters"_s, parameters}})
        : m_sql->change(u"judge_line"_s,
                        {{u":record_key"_s, key},
                         {u":size_code"_s, verdict.row.sizeCode},
                         {u":state"_s, state},
                         {u":monday_id"_s, orNull(verdict.mondayId)},
                         {u":column_title"_s, filled(verdict.column)},
                         {u":event"_s, event},
                         {u":parameters"_s, parameters}});
    if (!judged)
        return judged.error();
    if (*judged != 1)
        return rowNotPlanned(verdict.row);
    return {};
}

Result<void> JournalDatabase::noteVerdict(int batch, const LineKey &row)
{
    const QString key = row.record.toString();
    const QString size = filled(row.sizeCode);
    const Result<int> noted = m_sql->change(
        u"mark_batch_row_judged"_s, {{u":batch"_s, batch}, {u":record_key"_s, key}, {u":size_code"_s, size}});
    if (!noted)
        return noted.error();
    if (*noted > 0)
        return {};
    return effect(u"insert_batch_row_judged"_s,
                  {{u":batch"_s, batch}, {u":record_key"_s, key}, {u":size_code"_s, size}});
}

Result<void> JournalDatabase::answer(const BatchRecord &record, const std::vector<RowVerdict> &verdicts)
{
    // Nothing to write back: the document was not sent, so there is no answer for the warehouse to learn.
    const bool closed = verdicts.empty();
    const Result<int> answered = m_sql->change(u"answer_batch"_s,
                                               {{u":number"_s, record.number},
                                                {u":closed"_s, closed ? 1 : 0},
                                                {u":row_count"_s, record.rows},
                                                {u":succeeded"_s, record.succeeded},
                                                {u":failed"_s, record.failed},
                                                {u":attempts"_s, record.attempts},
                                                {u":started_at"_s, toMs(record.startedAt)},
                                                {u":seconds"_s, record.seconds},
                                                {u":complexity"_s, orNull(record.complexity)},
                                                {u":error"_s, filled(record.error)}});
    if (!answered)
        return answered.error();
    if (*answered != 1)
        return batchNotIntended(record.number);
    if (record.used) {
        if (Result<void> noted = setProgress(*record.used); !noted)
            return noted;
        if (Result<void> noted = setTimeOf(record.customer, record.customerTime); !noted)
            return noted;
    }
    for (const RowVerdict &verdict : verdicts) {
        if (Result<void> judged = judgeRow(verdict); !judged)
            return judged;
        if (Result<void> noted = noteVerdict(record.number, verdict.row); !noted)
            return noted;
    }
    for (const QString &statement : {u"return_rows"_s, u"return_lines"_s}) {
        if (Result<void> returned = effect(statement, {{u":batch"_s, record.number}}); !returned)
            return returned;
    }
    return closed ? writtenBack(record.number) : Result<void>();
}

Result<void> JournalDatabase::writtenBack(int batchNumber)
{
    const Result<int> closed = m_sql->change(u"close_batch"_s, {{u":number"_s, batchNumber}});
    if (!closed)
        return closed.error();
    if (*closed != 1)
        return batchNotIntended(batchNumber);
    return effect(u"delete_batch_rows"_s, {{u":batch"_s, batchNumber}});
}

Result<void> JournalDatabase::judge(const std::vector<RowVerdict> &verdicts)
{
    for (const RowVerdict &verdict : verdicts) {
        if (Result<void> judged = judgeRow(verdict); !judged)
            return judged;
    }
    return {};
}

Result<std::vector<OpenBatch>> JournalDatabase::openBatches()
{
    std::vector<OpenBatch> batches;
    {
        Result<SqlCursor> rows = m_sql->run(u"select_open_batches"_s);
        if (!rows)
            return rows.error();
        Result<void> read = rows->forEach([&]() -> Result<void> {
            const std::optional<BatchKind> kind = valueNamed(allKinds, rows->text(1));
            if (!kind)
                return contentInvalid(m_path, u"the kind of a batch is unreadable"_s);
            OpenBatch batch;
            batch.intent = {.number = static_cast<int>(rows->integer(0)),
                            .kind = *kind,
                            .customer = rows->text(2),
                            .idempotencyKey = rows->text(3),
                            .body = rows->value(4).toByteArray(),
                            .sentAt = fromMs(rows->integer(5))};
            batches.push_back(std::move(batch));
            return {};
        });
        if (!read)
            return read.error();
    }
    for (OpenBatch &batch : batches) {
        if (Result<void> read = readBatchRows(batch); !read)
            return read.error();
    }
    return batches;
}

Result<void> JournalDatabase::readBatchRows(OpenBatch &batch)
{
    Result<SqlCursor> rows = m_sql->run(u"select_batch_rows"_s, {{u":batch"_s, batch.intent.number}});
    if (!rows)
        return rows.error();
    return rows->forEach([&]() -> Result<void> {
        const LineKey key{.record = RecordKey::fromString(rows->text(1)), .sizeCode = rows->text(2)};
        if (!rows->value(0).isNull())
            batch.intent.rows.push_back(
                {rows->text(0), key, rows->text(9), {rows->text(10), rows->text(11), rows->text(12)}});
        const bool known = std::ranges::find(batch.verdicts, key, &RowVerdict::row) != batch.verdicts.end();
        if (rows->integer(3) == 0 || known) // a document may name a row twice
            return {};
        const std::optional<RowState> state = rowStateFromString(rows->text(4));
        if (!state)
            return contentInvalid(m_path, u"the state of a row is unreadable"_s);
        batch.verdicts.push_back({.row = key,
                                  .state = *state,
                                  .mondayId = orNothing(rows->value(5)),
                                  .column = rows->text(6),
                                  .reason = eventFrom(rows->text(7), rows->text(8))});
        return {};
    });
}

Result<int> JournalDatabase::nextBatchNumber()
{
    Result<SqlCursor> rows = m_sql->run(u"next_batch_number"_s);
    if (!rows)
        return rows.error();
    if (const Result<bool> found = rows->next(); !found)
        return found.error();
    return static_cast<int>(rows->integer(0));
}

Result<void> JournalDatabase::noteGroup(const GroupRun &group)
{
    return effect(u"upsert_group"_s,
                  {{u":customer"_s, filled(group.customer)},
                   {u":id"_s, filled(group.id)},
                   {u":title"_s, filled(group.title)},
                   {u":origin"_s, nameOf(group.origin)}});
}

Result<RunSummary> JournalDatabase::summarise()
{
    RunSummary summary;
    const Result<std::optional<SessionRecord>> record = session();
    if (!record)
        return record.error();
    if (*record) {
        const SessionRecord &known = **record;
        summary.syncId = known.syncId;
        summary.environment = known.environment;
        summary.request = known.request;
        summary.startedAt = known.startedAt;
        summary.finishedAt = known.finishedAt;
        summary.time = known.used.time;
        summary.seconds = known.used.time.total();
        summary.traffic = known.used.traffic;
        summary.state = known.state.value_or(summary.state);
    }
    if (Result<void> counted = reader().count(summary); !counted)
        return counted.error();
    return summary;
}

} // namespace syncline::journal
