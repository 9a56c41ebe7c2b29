// What counts is that this links: see CMakeLists.txt. It also shows that nothing runs before main() and needs a window.
#include "base/event.h"

#include <QCoreApplication>

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    return syncline::eventRegistry().size() > 1 ? 0 : 1;
}
