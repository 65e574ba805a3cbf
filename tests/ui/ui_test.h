// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <memory>

namespace pwb::tests {

class Surroundings;

/// Milliseconds that a test waits for what has to come: on a busy machine it comes late, and only what never
/// comes is a failure.
inline constexpr int kPatience = 600'000;

/// A class of test functions that the program `ui_tests` can run, by its name.
struct UiTest {
    const char* name;
    std::unique_ptr<QObject> (*make)();
    /// Before the application object; null for none.
    void (*prepare)(const Surroundings&) = nullptr;
};

/// To be called while the program starts.
bool registerUiTest(const UiTest& test);

}  // namespace pwb::tests

/// In place of QTEST_MAIN; a second argument is UiTest::prepare.
#define PWB_UI_TEST(Class, ...)                                                \
    static const bool isRegistered##Class =                                    \
        pwb::tests::registerUiTest({#Class, []() -> std::unique_ptr<QObject> { \
                                        return std::make_unique<Class>();      \
                                    } __VA_OPT__(, ) __VA_ARGS__})
