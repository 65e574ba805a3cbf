// SPDX-License-Identifier: GPL-3.0-or-later
// All tests of the window in one program, as nearly all of its time to build goes into linking the window:
//   ui_tests CLASS [QTest's arguments]
#include <QApplication>
#include <QTest>
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <vector>

#include "tests/ui/surroundings.h"
#include "tests/ui/ui_test.h"

namespace pwb::tests {
namespace {

std::vector<UiTest>& uiTests() {
    static std::vector<UiTest> tests;
    return tests;
}

int run(const UiTest& test, std::vector<char*> arguments) {
    const Surroundings surroundings;
    if (test.prepare) test.prepare(surroundings);
    int count = static_cast<int>(arguments.size());
    arguments.push_back(nullptr);
    const QApplication application(count, arguments.data());
    QTEST_SET_MAIN_SOURCE_PATH
    return QTest::qExec(test.make().get(), count, arguments.data());
}

}  // namespace

bool registerUiTest(const UiTest& test) {
    uiTests().push_back(test);
    return true;
}

}  // namespace pwb::tests

int main(int argc, char** argv) {
    const auto& tests = pwb::tests::uiTests();
    const auto named = std::find_if(tests.begin(), tests.end(), [&](const auto& test) {
        return argc > 1 && std::strcmp(test.name, argv[1]) == 0;
    });
    if (named == tests.end()) {
        for (const auto& test : tests) std::printf("%s\n", test.name);
        return argc > 1 ? 2 : 0;
    }
    std::vector<char*> arguments(argv, argv + argc);
    arguments.erase(arguments.begin() + 1);
    return pwb::tests::run(*named, arguments);
}
