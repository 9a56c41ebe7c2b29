#pragma once

#include <QCoreApplication>
#include <QEventLoop>
#include <QThread>

#include <memory>
#include <optional>

namespace syncline::cli {

/// Runs `work` on a thread of its own while the main thread's loop goes on (Ctrl-C, timers), and gives its result.
template<typename Work>
auto onWorker(Work work)
{
    std::optional<decltype(work())> result;
    const std::unique_ptr<QThread> thread(QThread::create([&result, &work] { result.emplace(work()); }));
    QEventLoop loop;
    QObject::connect(thread.get(), &QThread::finished, &loop, &QEventLoop::quit);
    thread->start();
    loop.exec();
    thread->wait();
    return *std::move(result);
}

} // namespace syncline::cli
