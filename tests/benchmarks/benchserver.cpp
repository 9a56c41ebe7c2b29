#include "benchserver.h"

#include "processfigures.h"
#include "sandbox/sandboxserver.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace syncline::bench {

int serve(const QString &stateFile, const sandbox::SandboxOptions &options)
{
    SystemClock clock;
    sandbox::SandboxServer server(stateFile, options, clock);
    const Result<sandbox::SandboxAddress> address = server.start();
    if (!address) {
        std::fprintf(stderr, "%s\n", qPrintable(address.error().text()));
        return 2;
    }
    std::printf("%s\n", qPrintable(address->url.toString()));
    std::fflush(stdout);
    while (std::getchar() != EOF) {}
    server.stop();
    const Result<sandbox::BoardState> state = server.state();
    QJsonObject figures{{u"cpu_seconds"_s, cpuSeconds()}, {u"peak_memory"_s, peakMemory()}};
    if (state) {
        figures.insert(u"requests"_s, state->requests());
        figures.insert(u"throttled"_s, state->counter(u"throttled"_s));
        figures.insert(u"created"_s, state->mutations(u"create_item"_s));
    }
    std::printf("%s\n", QJsonDocument(figures).toJson(QJsonDocument::Compact).constData());
    return 0;
}

} // namespace syncline::bench
