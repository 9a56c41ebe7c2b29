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

/// Stops the test with the error's own words when a Result holds none.
#define VERIFY_RESULT(result)                                                                                \
    QVERIFY2((result).has_value(), qPrintable((result).has_value() ? QString() : (result).error().text()))
