using Microsoft.Extensions.Logging.Abstractions;
using PersonaGrain.Gateway.Auditing;

namespace PersonaGrain.Gateway.Tests.Auditing;

/// <summary>Changes go on, and are kept, whoever waits for them.</summary>
public sealed class AuditedChangesTests
{
    private readonly TaskCompletionSource<int> _change = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<int> _kept = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Make_keeps_a_change_that_is_made_after_its_sender_hung_up()
    {
        using var sender = new CancellationTokenSource();
        var made = MakeAsync(new GatewayOptions(), sender.Token);

        await sender.CancelAsync();
        await made.ShouldThrowAsync<OperationCanceledException>();
        _change.SetResult(7);

        (await _kept.Task.WaitAsync(TimeSpan.FromSeconds(60))).ShouldBe(7);
    }

    [Fact]
    public async Task Make_keeps_a_change_that_takes_longer_than_the_time_out()
    {
        var made = MakeAsync(new GatewayOptions { GridTimeout = TimeSpan.FromMilliseconds(1) }, CancellationToken.None);

        await made.ShouldThrowAsync<TimeoutException>();
        _change.SetResult(7);

        (await _kept.Task.WaitAsync(TimeSpan.FromSeconds(60))).ShouldBe(7);
    }

    [Fact]
    public async Task Make_keeps_nothing_of_a_change_that_failed()
    {
        var made = MakeAsync(new GatewayOptions(), CancellationToken.None);

        _change.SetException(new InvalidOperationException("no"));

        (await made.ShouldThrowAsync<InvalidOperationException>()).Message.ShouldBe("no");
        _kept.Task.IsCompleted.ShouldBeFalse();
    }

    private Task<int> MakeAsync(GatewayOptions options, CancellationToken cancellation) => new AuditedChanges(options, NullLogger<AuditedChanges>.Instance).MakeAsync(
        () => _change.Task,
        made =>
        {
            _kept.SetResult(made);
            return Task.CompletedTask;
        },
        cancellation);
}
