// SPDX-License-Identifier: GPL-3.0-or-later
#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
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

std::string failureMessage(const CLI::App* app, const CLI::Error& error) {
    return std::string("pwb: ") + error.what() + "\nRun " + app->get_name() + " --help for the flags.\n";
}

int run(int argc, char** argv) {
    CLI::App root("Should this model be deployed in FP32, FP16 or INT8?", "pwb");
    root.set_version_flag("--version", "pwb " PWB_VERSION);
    root.require_subcommand(0, 1);  // none is said below: CLI11 would hide an unknown word behind it
    root.footer(kFooter);
    root.failure_message(failureMessage);

    Action action;
    addCompare(root, action);
    addInspect(root, action);
    addBuild(root, action);
    addCalibrate(root, action);
    addLayers(root, action);
    addReport(root, action);
    addDoctor(root, action);
    try {
        root.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return root.exit(error) == 0 ? kDone : kUsage;
    }
    if (!action) {
        note(
            "pwb: a subcommand is needed, for example: pwb compare MODEL.onnx --data FOLDER\nRun pwb --help "
            "for all.");
        return kUsage;
    }
    return action();
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
