using PersonaGrain.Silo.Resilience;
using PersonaGrain.Testing;

namespace PersonaGrain.Silo.Tests.Resilience;

/// <summary>What is not ready is asked again, for as long as the policy says and nobody cancels.</summary>
public sealed class RetryPolicyTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly SkippingTimeProvider _time = new();
    private int _attempts;

    [Fact]
    public async Task Until_ready_asks_every_second()
    {
        (await RetryPolicies.UntilReady(_time).ExecuteAsync(_ => Answer(readyAfter: 200))).ShouldBeNull();

        _attempts.ShouldBe(200);
        _time.Waits.ShouldBe(Enumerable.Repeat(Second, 199));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.9, 1)]
    [InlineData(1, 2)]
    [InlineData(5, 6)]
    public async Task Bound_ends_with_the_last_reason(double seconds, int attempts)
    {
        (await RetryPolicies.UntilReady(TimeSpan.FromSeconds(seconds), _time).ExecuteAsync(_ => Answer(int.MaxValue))).ShouldBe($"reason {attempts}");

        _attempts.ShouldBe(attempts);
    }

    [Fact]
    public async Task Processes_of_this_machine_are_asked_more_often()
    {
        (await RetryPolicies.UntilReadyHere(Second, _time).ExecuteAsync(_ => Answer(readyAfter: 3))).ShouldBeNull();

        _time.Waits.ShouldBe([Second / 10, Second / 10]);
    }

    [Fact]
    public async Task Cancellation_ends_the_wait()
    {
        using var cancellation = new CancellationTokenSource();
        var asked = RetryPolicies.UntilReady(new ManualTimeProvider()).ExecuteAsync(_ => Answer(int.MaxValue), cancellation.Token).AsTask();

        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(asked);
        _attempts.ShouldBe(1);
    }

    [Fact]
    public async Task Fault_is_not_tried_again()
    {
        await Should.ThrowAsync<InvalidOperationException>(RetryPolicies.UntilReady(_time).ExecuteAsync(_ => Fail()).AsTask());

        _attempts.ShouldBe(1);
    }

    private ValueTask<string?> Fail()
    {
        _attempts++;
        throw new InvalidOperationException("a fault");
    }

    private ValueTask<string?> Answer(int readyAfter) => ValueTask.FromResult(++_attempts >= readyAfter ? null : $"reason {_attempts}");
}
