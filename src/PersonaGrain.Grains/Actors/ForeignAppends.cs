namespace PersonaGrain.Grains.Actors;

/// <summary>What others append to the journal of an activation: a join is one commit over the journals of several actors. Used by one thread at a time.</summary>
/// <remarks>
/// It is told before the commit and after it. Where whoever commits is lost in between, the journal is looked at for as long as the commit may still
/// arrive; with the expected entry, whosever it is, that ends.
/// </remarks>
internal sealed class ForeignAppends(TimeSpan window)
{
    private long _expected;
    private long _until;
    private long _heldUntil;
    private TaskCompletionSource? _hold;

    /// <summary>Whether the journal may have what a state does not.</summary>
    /// <param name="sequence">The newest entry that the state has.</param>
    public bool MayBeAhead(long sequence) => sequence < _expected && Environment.TickCount64 < _until;

    /// <summary>An append is to come, or has.</summary>
    /// <param name="sequence">Its last entry.</param>
    /// <param name="hold">How long turns wait for it at most; ends what was held before.</param>
    public void Expect(long sequence, TimeSpan hold)
    {
        var now = Environment.TickCount64;
        _expected = Math.Max(_expected, sequence);
        _until = now + (long)window.TotalMilliseconds;
        _hold?.TrySetResult();
        _hold = hold > TimeSpan.Zero ? new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) : null;
        _heldUntil = now + (long)hold.TotalMilliseconds;
    }

    /// <summary>Completes when turns need not wait any more.</summary>
    public async ValueTask WaitAsync()
    {
        if (_hold is { } hold && _heldUntil - Environment.TickCount64 is var left and > 0)
        {
            await hold.Task.WaitAsync(TimeSpan.FromMilliseconds(left))
                .ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
