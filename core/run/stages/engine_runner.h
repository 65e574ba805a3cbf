// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <deque>
#include <future>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>

#include "core/runtime/session.h"

namespace pwb::run {

/// One engine's session on a thread of its own, fed batch by batch.
class EngineRunner {
public:
    EngineRunner(runtime::Session session, std::stop_token stop);
    ~EngineRunner();
    EngineRunner(const EngineRunner&) = delete;
    EngineRunner& operator=(const EngineRunner&) = delete;

    using Answer = base::Result<std::vector<base::Tensor>>;
    /// Queues a batch, the model's inputs in order; the future holds its outputs.
    [[nodiscard]] std::future<Answer> submit(std::shared_ptr<const std::vector<base::Tensor>> inputs);

private:
    /// The inputs in the engine's own precision: one with FP16 inputs takes the same samples.
    void work();

    runtime::Session m_session;
    std::stop_token m_stop;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::packaged_task<Answer()>> m_queue;
    bool m_ending = false;
    std::jthread m_thread;  // last: it uses all of the above
};

}  // namespace pwb::run
