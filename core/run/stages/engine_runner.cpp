// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/stages/engine_runner.h"

#include "core/run/inputs/model_tensors.h"

namespace pwb::run {

EngineRunner::EngineRunner(runtime::Session session, std::stop_token stop)
    : m_session(std::move(session)), m_stop(std::move(stop)), m_thread([this] { work(); }) {}

EngineRunner::~EngineRunner() {
    {
        const std::scoped_lock lock(m_mutex);
        m_ending = true;
    }
    m_wake.notify_one();
}

std::future<EngineRunner::Answer> EngineRunner::submit(
    std::shared_ptr<const std::vector<base::Tensor>> inputs) {
    std::packaged_task<Answer()> task([this, inputs = std::move(inputs)]() -> Answer {
        return m_session.run(asTaken(m_session, *inputs), m_stop);
    });
    std::future<Answer> answer = task.get_future();
    {
        const std::scoped_lock lock(m_mutex);
        m_queue.push_back(std::move(task));
    }
    m_wake.notify_one();
    return answer;
}

void EngineRunner::work() {
    for (;;) {
        std::unique_lock lock(m_mutex);
        m_wake.wait(lock, [this] { return m_ending || !m_queue.empty(); });
        if (m_queue.empty()) return;
        std::packaged_task<Answer()> task = std::move(m_queue.front());
        m_queue.pop_front();
        lock.unlock();
        task();
    }
}

}  // namespace pwb::run
