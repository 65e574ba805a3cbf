// SPDX-License-Identifier: GPL-3.0-or-later
#include <csignal>
#include <cstdio>
#include <exception>
#include <string_view>

#include "app/commands/commands.h"
#include "app/console.h"
#include "core/measure/measure.h"

namespace {

using namespace pwb::app;

constexpr const char* kFooter =
    "Exit codes: 0 done; 1 no precision meets the requirements; 2 usage; 3 bad input; 4 the runtime or an "
    "engine failed; 130 cancelled.\nResults go to stdout, progress and messages to stderr.";

int run(int argc, char** argv) {
    CommandLine line("Should this model be deployed in FP32, FP16 or INT8?", "pwb " PWB_VERSION, kFooter);
    addCompare(line);
    addInspect(line);
    addBuild(line);
    addCalibrate(line);
    addPreprocess(line);
    addLayers(line);
    addReport(line);
    addDoctor(line);
    return line.run(argc, argv);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc >= 2 && std::string_view(argv[1]) == "worker") {
        // Ctrl+C reaches the whole group: the parent decides and ends its children itself.
        std::signal(SIGINT, SIG_IGN);
        return pwb::measure::workerMain({argv + 2, argv + argc});
    }
    try {
        return run(argc, argv);
    } catch (const std::exception& error) {
        note(std::string("pwb: unexpected failure: ") + error.what());
        return kEngineFailure;
    }
}
