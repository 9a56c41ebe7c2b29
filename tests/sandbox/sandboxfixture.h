#pragma once

#include "sandbox/boardseed.h"
#include "sandbox/boardstate.h"
#include "sandbox/requesthandler.h"
#include "support/fakeclock.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace syncline::sandbox {

/// Board 100 with subitem board 101: text_1, long_1, num_1, date_1, drop_1 (SS26, FA26), color_1 (Open,
/// Done), check_1, mirror_1; groups g1 "First" and g2 "Second"; no items. Subitems: drop_s (S, M), num_s.
[[nodiscard]] BoardSeed smallBoard();

/// A request body.
[[nodiscard]] QByteArray requestBody(const QString &query, const QJsonObject &variables = {});

/// The handler over a file of its own, without sockets; time stands still.
class HandlerFixture
{
public:
    HandlerFixture(const QString &stateFile, const SandboxOptions &options);

    [[nodiscard]] HttpReply reply(const QByteArray &body, const QHash<QByteArray, QByteArray> &headers = {});
    /// The whole answer as JSON.
    [[nodiscard]] QJsonObject send(const QString &query, const QJsonObject &variables = {},
                                   const QHash<QByteArray, QByteArray> &headers = {});
    /// The `data` of an answer; fails the test when there are errors.
    [[nodiscard]] QJsonObject data(const QString &query, const QJsonObject &variables = {});
    /// The code of the only error.
    [[nodiscard]] QString errorCode(const QString &query, const QJsonObject &variables = {});
    /// Makes an item in g1 and returns its id.
    [[nodiscard]] QString createItem(const QString &name, const QJsonObject &values = {});
    [[nodiscard]] BoardState state() const;

    testing::FakeClock clock;
    SandboxOptions options;
    FaultQueue faults;

private:
    QString m_stateFile;
    std::unique_ptr<BoardStore> m_store;
    std::unique_ptr<RequestHandler> m_handler;
};

[[nodiscard]] QByteArray headerOf(const HttpReply &reply, const QByteArray &name);
[[nodiscard]] QString json(const QJsonObject &object);

} // namespace syncline::sandbox
