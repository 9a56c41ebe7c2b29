#include "config/systemkeychain.h"

#include <qt6keychain/keychain.h>

#include <future>

using namespace Qt::StringLiterals;

namespace syncline {

SystemKeychain::SystemKeychain(std::chrono::milliseconds patience)
    : m_patience(patience)
    , m_anchor(std::make_unique<QObject>())
{
    m_thread.setObjectName(u"keychain"_s);
    m_anchor->moveToThread(&m_thread);
    m_thread.start();
}

SystemKeychain::~SystemKeychain()
{
    m_thread.quit();
    m_thread.wait();
}

Keychain::Entry SystemKeychain::read(const QString &name)
{
    const auto promise = std::make_shared<std::promise<Entry>>();
    std::future<Entry> answer = promise->get_future();
    QMetaObject::invokeMethod(m_anchor.get(), [this, name, promise] {
        auto *job = new QKeychain::ReadPasswordJob(keychainService);
        job->setKey(name);
        QObject::connect(job, &QKeychain::Job::finished, m_anchor.get(), [job, promise] {
            const bool found = job->error() == QKeychain::NoError;
            promise->set_value({.text = found ? job->textData() : QString(),
                                .problem = found ? QString() : job->errorString()});
        });
        job->start();
    });
    if (answer.wait_for(m_patience) == std::future_status::ready)
        return answer.get();
    return {.problem = u"the keychain did not answer in %1 s"_s.arg(
                std::chrono::duration_cast<std::chrono::seconds>(m_patience).count())};
}

} // namespace syncline
