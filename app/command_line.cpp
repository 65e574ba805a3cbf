// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command_line.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "app/console.h"

namespace pwb::app {
namespace {

std::string failureMessage(const CLI::App* app, const CLI::Error& error) {
    return std::string("pwb: ") + error.what() + "\nRun " + app->get_name() + " --help for the flags.\n";
}

}  // namespace

Flag& Flag::required() {
    m_option->required();
    return *this;
}

Flag& Flag::needs(const Flag& other) {
    m_option->needs(other.m_option);
    return *this;
}

Flag& Flag::excludes(const Flag& other) {
    m_option->excludes(other.m_option);
    return *this;
}

Flag Command::add(const std::string& name, const std::string& help, const std::string& kind, const Use& use) {
    const auto checked = [use](const std::string& value) {
        try {
            use(value);
        } catch (const WrongValue& wrong) {
            throw CLI::ValidationError(wrong.flag(), wrong.what());
        }
    };
    return Flag(m_app->add_option_function<std::string>(name, checked, help)->type_name(kind));
}

Flag Command::addRepeated(const std::string& name, const std::string& help, const std::string& kind,
                          std::vector<std::string>& values) {
    return Flag(m_app->add_option(name, values, help)->type_name(kind)->allow_extra_args(false));
}

Flag Command::addSwitch(const std::string& name, const std::string& help, bool& target) {
    return Flag(m_app->add_flag(name, target, help));
}

Flag Command::addSwitch(const std::string& name, const std::string& help, const std::function<void()>& use) {
    return Flag(m_app->add_flag_callback(
        name, use ? use : [] {}, help));
}

Flag Command::flag(const std::string& name) const {
    return Flag(m_app->get_option(name));
}

void Command::footer(const std::string& text) {
    m_app->footer(text);
}

void Command::before(Action preparation) {
    m_preparations->push_back(std::move(preparation));
}

void Command::onChosen(Action action) {
    m_app->callback([chosen = m_chosen, first = m_preparations, action = std::move(action)] {
        *chosen = [first, action] {
            for (const Action& preparation : *first)
                if (const int code = preparation(); code != kDone) return code;
            return action();
        };
    });
}

CommandLine::CommandLine(const std::string& description, const std::string& version,
                         const std::string& footer)
    : m_app(std::make_unique<CLI::App>(description, "pwb")) {
    m_app->set_version_flag("--version", version);
    m_app->require_subcommand(0, 1);  // none is said below: CLI11 would hide an unknown word behind it
    m_app->footer(footer);
    m_app->failure_message(failureMessage);
}

CommandLine::~CommandLine() = default;

Command CommandLine::add(const std::string& name, const std::string& help) {
    return Command(m_app->add_subcommand(name, help), &m_chosen);
}

int CommandLine::run(int argc, char** argv) {
    try {
        m_app->parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return m_app->exit(error) == 0 ? kDone : kUsage;
    }
    if (m_chosen) return m_chosen();
    note(
        "pwb: a subcommand is needed, for example: pwb compare MODEL.onnx --data FOLDER\nRun pwb --help "
        "for all.");
    return kUsage;
}

}  // namespace pwb::app
