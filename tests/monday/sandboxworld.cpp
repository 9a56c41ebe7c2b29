#include "sandboxworld.h"

#include "monday/qnamtransport.h"

#include <QThread>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace syncline::testing {

namespace {

sandbox::SandboxOptions withoutLag()
{
    sandbox::SandboxOptions options = sandbox::SandboxOptions::withoutLimits();
    options.searchLag = 0ms;
    return options;
}

template<typename T>
T needed(Result<T> result)
{
    if (!result)
        qFatal("%s", qPrintable(result.error().text()));
    return std::move(result).value();
}

} // namespace

SandboxWorld::SandboxWorld(const QString &stateFile, const sandbox::BoardSeed &board)
    : m_server(stateFile, withoutLag(), m_clock)
{
    const Result<void> written = sandbox::writeBoardState(stateFile, {board}, m_clock.utcNow());
    if (!written)
        qFatal("%s", qPrintable(written.error().text()));
    m_url = needed(m_server.start()).url;
}

void SandboxWorld::onLane(const Work &work)
{
    onLanes({work}, [] { return std::make_unique<QnamTransport>(); });
}

void SandboxWorld::onLanes(const std::vector<Work> &works, const MakeTransport &makeTransport)
{
    std::vector<std::unique_ptr<QThread>> threads;
    for (const Work &work : works) {
        threads.emplace_back(QThread::create([this, work, &makeTransport] {
            MondayBoardGateway gateway({.url = m_url,
                                        .token = u"demo"_s,
                                        .apiVersion = u"2026-10"_s,
                                        .boardId = u"11"_s,
                                        .subitemBoardId = u"22"_s,
                                        .timeout = 10s},
                                       makeTransport(), m_governor, m_clock, m_sink);
            work(gateway);
        }));
    }
    for (const auto &thread : threads)
        thread->start();
    for (const auto &thread : threads)
        thread->wait();
}

EncodedBatch SandboxWorld::encode(const std::vector<BoardMutation> &mutations, const QString &idempotencyKey)
{
    EncodedBatch batch;
    onLane([&](MondayBoardGateway &gateway) { batch = gateway.encode(mutations, idempotencyKey); });
    return batch;
}

Result<BatchAnswer> SandboxWorld::send(const EncodedBatch &batch)
{
    std::optional<Result<BatchAnswer>> answer;
    onLane([&](MondayBoardGateway &gateway) { answer = gateway.send(batch, {}); });
    return *std::move(answer);
}

Result<BatchAnswer> SandboxWorld::send(const std::vector<BoardMutation> &mutations)
{
    return send(encode(mutations, u"key %1"_s.arg(++m_keys)));
}

Result<std::vector<BoardItem>> SandboxWorld::find(const QString &columnId, const QStringList &texts)
{
    std::optional<Result<std::vector<BoardItem>>> found;
    onLane([&](MondayBoardGateway &gateway) { found = gateway.findByText(columnId, texts, {}); });
    return *std::move(found);
}

Result<std::vector<BoardItem>> SandboxWorld::read(const std::vector<qint64> &ids)
{
    std::optional<Result<std::vector<BoardItem>>> items;
    onLane([&](MondayBoardGateway &gateway) { items = gateway.itemsById(ids, {}); });
    return *std::move(items);
}

sandbox::SeenBoard SandboxWorld::board() const
{
    return *needed(m_server.state()).board(u"11"_s);
}

} // namespace syncline::testing
