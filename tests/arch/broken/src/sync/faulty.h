// Not compiled: breaks the rules of the architecture so that rules.cmake can be seen to find it.
#include "warehouse/sqlorderwarehouse.h"
#include <QWidget>

void wait() { QCoreApplication::processEvents(); }
void join() { connect(a, SIGNAL(pressed()), b, SLOT(open())); }
