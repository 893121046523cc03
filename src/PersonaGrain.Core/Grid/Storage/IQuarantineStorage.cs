namespace PersonaGrain.Grid.Storage;

/// <summary>Keeps signals that were set aside, durably, in the order in which they came. All members may be called at once from many threads.</summary>
/// <remarks>Where storage gives no answer, a member throws <see cref="JournalUnavailableException"/>.</remarks>
public interface IQuarantineStorage
{
    /// <summary>Keeps signals; durable before the answer. Of one profile and message id the first one stays.</summary>
    /// <returns>How many of them were not kept before.</returns>
    ValueTask<int> AppendAsync(IReadOnlyList<QuarantinedSignal> signals, CancellationToken cancellation);

    /// <summary>Which of some signals are kept.</summary>
    ValueTask<IReadOnlySet<QuarantineKey>> HeldAsync(IReadOnlyList<QuarantineKey> keys, CancellationToken cancellation);

    /// <summary>Signals after a position, oldest first.</summary>
    /// <param name="after">The position to read on after; 0 for all.</param>
    /// <param name="limit">At least 1. Fewer than this means the end.</param>
    /// <param name="cancellation">Ends the read.</param>
    ValueTask<IReadOnlyList<QuarantineEntry>> ReadAsync(long after, int limit, CancellationToken cancellation);

    /// <summary>Takes signals out; durable before the answer. Positions without one are passed over.</summary>
    /// <returns>How many were there.</returns>
    ValueTask<int> RemoveAsync(IReadOnlyList<long> positions, CancellationToken cancellation);

    /// <summary>The greatest position of a signal, 0 without any.</summary>
    ValueTask<long> LastAsync(CancellationToken cancellation);

    /// <summary>How many there are.</summary>
    ValueTask<long> CountAsync(CancellationToken cancellation);
}
