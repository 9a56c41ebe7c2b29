#pragma once

#include <QDir>
#include <QTemporaryDir>
#include <QtTest>

namespace syncline::testing {

/// Base of every test class: each test function gets an empty folder of its own, and fails on any Qt warning.
/// HOME and the standard paths of the whole program point into a temporary folder.
class TestCase : public QObject
{
    Q_OBJECT

protected:
    /// Absolute path in this test function's own folder.
    [[nodiscard]] QString file(const QString &name) const { return m_folder->filePath(name); }
    [[nodiscard]] QString folder() const { return m_folder->path(); }

    /// Call first when a test class has its own init().
    void prepare();

private slots:
    void init() { prepare(); }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
};

} // namespace syncline::testing

/// Stops the test with the error's own words when a Result holds none. Evaluates its argument once.
#define VERIFY_RESULT(result)                                                                                \
    do {                                                                                                     \
        const auto &verifiedResult = (result);                                                               \
        QVERIFY2(verifiedResult.has_value(),                                                                 \
                 qPrintable(verifiedResult.has_value() ? QString() : verifiedResult.error().text()));        \
    } while (false)
