using PersonaGrain.Cli.Ingest;
using PersonaGrain.Grid;
using PersonaGrain.Testing;

namespace PersonaGrain.Cli.Tests.Ingest;

/// <summary>A batch is sent again after the time that the grid gives; a store that can not be written is not asked for ever.</summary>
public sealed class SendPolicyTests
{
    private static readonly ObserveResult Observed = new ObserveResult.Observed([]);
    private static readonly ObserveResult Busy = new ObserveResult.Busy(TimeSpan.FromMilliseconds(7));
    private static readonly ObserveResult Unavailable = new ObserveResult.Unavailable("the disk is full", TimeSpan.FromSeconds(3));
    private readonly SkippingTimeProvider _time = new();
    private int _sent;

    [Fact]
    public async Task Busy_is_sent_again_until_it_is_observed()
    {
        (await SendPolicies.UntilObserved(_time).ExecuteAsync(_ => Answer(100, Busy, Observed))).ShouldBe(Observed);

        _time.Waits.ShouldBe(Enumerable.Repeat(TimeSpan.FromMilliseconds(7), 100));
    }

    [Fact]
    public async Task Unavailable_is_the_result_after_20_attempts_in_a_row()
    {
        (await SendPolicies.UntilObserved(_time).ExecuteAsync(_ => Answer(int.MaxValue, Unavailable, Observed))).ShouldBe(Unavailable);

        _sent.ShouldBe(20);
        _time.Waits.ShouldBe(Enumerable.Repeat(TimeSpan.FromSeconds(3), 19));
    }

    [Fact]
    public async Task Unavailable_that_passes_is_no_fault() =>
        (await SendPolicies.UntilObserved(_time).ExecuteAsync(_ => Answer(19, Unavailable, Observed))).ShouldBe(Observed);

    [Fact]
    public async Task Batch_begins_once_it_is_not_refused_at_once()
    {
        var slow = new TaskCompletionSource<ObserveResult>();

        var begun = await SendPolicies.UntilBegun(_time).ExecuteAsync(_ => ValueTask.FromResult(++_sent > 2 ? slow.Task : Task.FromResult(Busy)));

        begun.ShouldBe(slow.Task);
        _sent.ShouldBe(3);
    }

    [Fact]
    public async Task Cancellation_ends_the_wait()
    {
        using var cancellation = new CancellationTokenSource();
        var sending = SendPolicies.UntilObserved(new ManualTimeProvider()).ExecuteAsync(_ => Answer(int.MaxValue, Busy, Observed), cancellation.Token).AsTask();

        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(sending);
        _sent.ShouldBe(1);
    }

    private ValueTask<ObserveResult> Answer(int times, ObserveResult first, ObserveResult then) => ValueTask.FromResult(++_sent <= times ? first : then);
}
