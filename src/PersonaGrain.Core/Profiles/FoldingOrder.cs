using System.Buffers;
using PersonaGrain.Signals;

namespace PersonaGrain.Profiles;

/// <summary>The accepted signals of one call in the order of their times; those of one time keep the call's order. No allocation in the steady state.</summary>
internal readonly ref struct FoldingOrder
{
    /// <summary>With more signals out of order than this a general sort is the faster one.</summary>
    private const int Few = 32;

    private readonly Signal[]? _rented;

    internal FoldingOrder(ReadOnlySpan<Signal> signals, ReadOnlySpan<ObservationVerdict> verdicts, int accepted)
    {
        if (accepted == signals.Length && IsInOrder(signals))
        {
            Signals = signals;
            return;
        }

        _rented = ArrayPool<Signal>.Shared.Rent(accepted);
        var count = 0;
        for (var index = 0; index < signals.Length; index++)
        {
            if (verdicts[index] == ObservationVerdict.Accepted)
            {
                _rented[count++] = signals[index];
            }
        }

        var taken = _rented.AsSpan(0, count);
        Signals = taken;
        if (count <= Few)
        {
            Insert(taken);
        }
        else if (!IsInOrder(taken))
        {
            Sort(taken);
        }
    }

    /// <summary>The signals in order.</summary>
    internal ReadOnlySpan<Signal> Signals { get; }

    /// <summary>Gives the room back.</summary>
    public void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<Signal>.Shared.Return(_rented, clearArray: true);
        }
    }

    private static bool IsInOrder(ReadOnlySpan<Signal> signals)
    {
        for (var index = 1; index < signals.Length; index++)
        {
            if (signals[index].Time < signals[index - 1].Time)
            {
                return false;
            }
        }

        return true;
    }

    private static void Insert(Span<Signal> signals)
    {
        for (var next = 1; next < signals.Length; next++)
        {
            var signal = signals[next];
            var place = next;
            for (; place > 0 && signals[place - 1].Time > signal.Time; place--)
            {
                signals[place] = signals[place - 1];
            }

            signals[place] = signal;
        }
    }

    private static void Sort(Span<Signal> signals)
    {
        var keys = ArrayPool<(long Time, int Place)>.Shared.Rent(signals.Length);
        for (var index = 0; index < signals.Length; index++)
        {
            keys[index] = (signals[index].Time.Ticks, index);
        }

        keys.AsSpan(0, signals.Length).Sort(signals);
        ArrayPool<(long Time, int Place)>.Shared.Return(keys);
    }
}
