// SPDX-License-Identifier: GPL-3.0-or-later
// The command line of pwb. CLI11 reads it; that stands in command_line.cpp alone, as it is slow to compile.
#pragma once

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace pwb::app {

/// What a value of a flag should have been; thrown by those who take values, a usage error.
class WrongValue : public std::runtime_error {
public:
    WrongValue(std::string flag, const std::string& what)
        : std::runtime_error(what), m_flag(std::move(flag)) {}
    [[nodiscard]] const std::string& flag() const { return m_flag; }

private:
    std::string m_flag;
};

/// One flag or argument of a command.
class Flag {
public:
    explicit Flag(CLI::Option* option) : m_option(option) {}
    Flag& required();
    Flag& needs(const Flag& other);
    Flag& excludes(const Flag& other);

private:
    CLI::Option* m_option;
};

/// A subcommand: its flags, and what it does when it is chosen. What flags write to must outlive parsing.
class Command {
public:
    using Use = std::function<void(const std::string& value)>;
    using Action = std::function<int()>;  ///< returns the exit code

    explicit Command(CLI::App* app, Action* chosen) : m_app(app), m_chosen(chosen) {}

    /// A flag with a value that `use` checks and takes; `kind` stands for the value in the help. A name
    /// without dashes is an argument.
    Flag add(const std::string& name, const std::string& help, const std::string& kind, const Use& use);
    /// A flag with a value that may be repeated.
    Flag addRepeated(const std::string& name, const std::string& help, const std::string& kind,
                     std::vector<std::string>& values);
    /// A flag without a value.
    Flag addSwitch(const std::string& name, const std::string& help, bool& target);
    Flag addSwitch(const std::string& name, const std::string& help, const std::function<void()>& use = {});
    [[nodiscard]] Flag flag(const std::string& name) const;
    void footer(const std::string& text);
    /// Something that may go wrong once all flags are there and before what the command does: another exit
    /// code than kDone ends it.
    void before(Action preparation);
    void onChosen(Action action);

private:
    CLI::App* m_app;
    Action* m_chosen;
    std::shared_ptr<std::vector<Action>> m_preparations = std::make_shared<std::vector<Action>>();
};

/// The program with its subcommands.
class CommandLine {
public:
    CommandLine(const std::string& description, const std::string& version, const std::string& footer);
    ~CommandLine();
    CommandLine(const CommandLine&) = delete;
    CommandLine& operator=(const CommandLine&) = delete;

    [[nodiscard]] Command add(const std::string& name, const std::string& help);
    /// Parses and does what the chosen command does. Returns the exit code.
    int run(int argc, char** argv);

private:
    std::unique_ptr<CLI::App> m_app;
    Command::Action m_chosen;
};

}  // namespace pwb::app
