// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runtime/child.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>

#include <array>
#include <fstream>

#include "tests/core/support/folder_fixture.h"

using namespace pwb;
using namespace pwb::base;
using namespace pwb::runtime;
namespace fs = std::filesystem;

extern char** environ;

namespace {

struct ChildTest : tests::FolderFixture {
    Child start(const std::string& script, double patienceSeconds = kPatienceSeconds) const {
        const fs::path path = folder / "worker.sh";
        std::ofstream(path) << "#!/bin/sh\n" << script << "\n";
        fs::permissions(path, fs::perms::owner_all);
        auto child = Child::start(path, {"kind", "cpu"}, patienceSeconds);
        EXPECT_TRUE(child);
        return std::move(*child);
    }
};

TEST_F(ChildTest, LinesAndBytesGoBothWays) {
    Child child = start("echo \"$*\"; read line; echo \"got $line\"; head -c 200000");
    EXPECT_EQ(child.receive({}).value(), "worker kind cpu");
    ASSERT_TRUE(child.send(std::string("hello\n"), {}));
    EXPECT_EQ(child.receive({}).value(), "got hello");
    std::vector<std::byte> sent(200000), back(sent.size());
    for (std::size_t i = 0; i < sent.size(); ++i) sent[i] = static_cast<std::byte>(i * 7);
    // The child echoes while it is still being written to: neither side may wait for ever.
    ASSERT_TRUE(child.send(std::span<const std::byte>(sent).first(100000), {}));
    ASSERT_TRUE(child.receive(std::span(back).first(50000), {}));
    ASSERT_TRUE(child.send(std::span<const std::byte>(sent).subspan(100000), {}));
    ASSERT_TRUE(child.receive(std::span(back).subspan(50000), {}));
    EXPECT_EQ(sent, back);
}

TEST_F(ChildTest, OneThatHangsIsAnError) {
    Child child = start("sleep 1000", 0.3);
    const auto line = child.receive({});
    ASSERT_FALSE(line);
    EXPECT_EQ(line.error().message.code, "runtime.worker_silent");
}

TEST_F(ChildTest, OneThatComputesForLongIsWaitedFor) {
    Child child = start("i=0; while [ $i -lt 1500000 ]; do i=$((i+1)); done; echo done", 0.6);
    const auto line = child.receive({});
    ASSERT_TRUE(line) << line.error().message.code;
    EXPECT_EQ(*line, "done");
}

TEST_F(ChildTest, AStopIsCancelledAndALaterCallStillWorks) {
    Child child = start("read line; echo $line");
    std::stop_source source;
    source.request_stop();
    EXPECT_TRUE(isCancelled(child.receive(source.get_token()).error()));
    ASSERT_TRUE(child.send(std::string("on\n"), {}));
    EXPECT_EQ(child.receive({}).value(), "on");
}

// Asked again after its end, it must not reap another child of this process.
TEST_F(ChildTest, ItsEndIsToldTheSameWayEveryTime) {
    Child child = start("exit 3");
    pid_t other = -1;
    std::string name = "true";
    std::array<char*, 2> arguments = {name.data(), nullptr};
    ASSERT_EQ(::posix_spawnp(&other, "true", nullptr, nullptr, arguments.data(), environ), 0);
    const auto first = child.receive({});
    ASSERT_FALSE(first);
    EXPECT_EQ(first.error().message.code, "runtime.worker_exited");
    EXPECT_EQ(child.receive({}).error().message, first.error().message);
    EXPECT_EQ(child.send(std::string("x\n"), {}).error().message, first.error().message);
    int status = 0;
    EXPECT_EQ(::waitpid(other, &status, 0), other);
}

}  // namespace
