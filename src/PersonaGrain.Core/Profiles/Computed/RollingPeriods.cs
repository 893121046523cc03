using System.Runtime.CompilerServices;
using PersonaGrain.Binary;
using PersonaGrain.Conditions;
using PersonaGrain.Signals;

namespace PersonaGrain.Profiles.Computed;

/// <summary>Occurrences in rolling periods: the j-th newest of length L is (now − (j + 1)·L, now − j·L]. What is dated ahead lies in the newest.</summary>
/// <remarks>
/// <para>
/// Of three occurrences t1 ≤ t2 ≤ t3 with t3 − t1 &lt; L the middle one is not kept, and never matters. At every instant the periods cut time into pieces
/// of length L (the newest one is longer). t1 and t3 are less than L apart, so they lie in one piece, or in two that follow each other; t2 is between them,
/// so it lies in that of t1 or in that of t3. So at every instant the same periods have an occurrence with t2 as without it. That holds whatever else is
/// kept, so what comes later, and what is dropped later, changes nothing about it, and the order in which occurrences come does not matter.
/// </para>
/// <para>
/// So any stretch of length L holds at most two, and m periods at most 2·m; 8 bytes each, and 64. A newest occurrence costs O(1), some 15 ns, no allocation
/// in the steady state; a late one a binary search and a move. A test costs O(k), some 5 ns, where as many of the newest ones as are asked for lie a length
/// apart; else, and where it is to be exact, O(n log n) of the n that are kept: some 0.2 µs of 4 periods, 3 µs of 52, 70 µs of 366.
/// </para>
/// </remarks>
internal sealed class RollingPeriods : PeriodsTally
{
    private const int OnStack = 1_024;

    // In order of time.
    private long[] _times = [];
    private int _count;
    private long _leftOut = -1;

    /// <inheritdoc />
    internal override TallyForm Form => TallyForm.RollingPeriods;

    /// <inheritdoc />
    internal override int EstimatedBytes => 64 + (_times.Length * sizeof(long));

    /// <summary>How many are kept.</summary>
    internal int Kept => _count;

    /// <inheritdoc />
    internal override void Add(SignalTrait trait, long time, in AttributeValue value, long asOf)
    {
        var floor = asOf - trait.Window;
        if (time <= floor)
        {
            return;
        }

        var length = LengthOf(trait);
        var index = _count > 0 && _times[_count - 1] <= time ? _count : FirstAfter(time);
        if ((index > 0 && _times[index - 1] == time) || (index > 0 && index < _count && _times[index] - _times[index - 1] < length))
        {
            _leftOut = Math.Max(_leftOut, time);
            return;
        }

        Insert(index, time, floor, length);
    }

    /// <inheritdoc />
    internal override bool Remove(SignalTrait trait, long time, long asOf)
    {
        var floor = asOf - trait.Window;
        var index = FirstAfter(time) - 1;
        if (time <= floor || index < 0 || _times[index] != time)
        {
            // It has left the periods, or was left out: what it stood between is kept.
            return true;
        }

        if (_leftOut > Math.Max(floor, time - LengthOf(trait)))
        {
            return false;
        }

        RemoveFrom(index, 1);
        return true;
    }

    /// <inheritdoc />
    internal override int Count(SignalTrait trait, long now)
    {
        var length = LengthOf(trait);
        var (count, last) = (0, -1L);
        for (var index = _count - 1; index >= 0 && _times[index] > now - trait.Window; index--)
        {
            var period = Math.Max(0, now - _times[index]) / length;
            count += period == last ? 0 : 1;
            last = period;
        }

        return count;
    }

    /// <inheritdoc />
    internal override Verdict Test(SignalTrait trait, long now, int atLeast, bool isExact)
    {
        if (!isExact && CertainUntil(trait, now, atLeast) is var certain && certain > now)
        {
            return new Verdict(true, certain);
        }

        var holds = Count(trait, now) >= atLeast;
        if (_count > 0 && _times[_count - 1] > now)
        {
            return new Verdict(holds, FirstCrossing(trait, now));
        }

        var first = FirstAfter(now - trait.Window);
        return !holds && _count - first < atLeast ? Verdict.Always(false) : new Verdict(holds, FirstChange(trait, now, first, atLeast, holds));
    }

    /// <inheritdoc />
    internal override TraitTally Clone() => new RollingPeriods { _times = _times[.._count], _count = _count, _leftOut = _leftOut };

    /// <inheritdoc />
    internal override void Write(in ByteWriter writer)
    {
        writer.Signed(_leftOut);
        writer.Unsigned((ulong)_count);
        long last = 0;
        for (var index = 0; index < _count; index++)
        {
            writer.Unsigned((ulong)(_times[index] - last));
            last = _times[index];
        }
    }

    /// <inheritdoc />
    internal override void Read(ref ByteReader reader)
    {
        _leftOut = reader.Signed();
        _times = new long[reader.Count()];
        long last = 0;
        for (; _count < _times.Length; _count++)
        {
            _times[_count] = last += (long)reader.Unsigned();
        }
    }

    private static long LengthOf(SignalTrait trait) => trait.Window / trait.Keep;

    /// <summary>Puts an occurrence in its place, and leaves out those that it makes middle ones: the next older, the next newer.</summary>
    private void Insert(int index, long time, long floor, long length)
    {
        var older = index > 1 && time - _times[index - 2] < length ? 1 : 0;
        var newer = index + 1 < _count && _times[index + 1] - time < length ? 1 : 0;
        if (older + newer > 0)
        {
            _leftOut = Math.Max(_leftOut, _times[newer > 0 ? index : index - 1]);
            RemoveFrom(index - older, older + newer - 1);
            _times[index - older] = time;
            return;
        }

        if (_count == _times.Length)
        {
            // What has left is moved out of the way only where there is no room, so that an occurrence costs the same however many there are.
            var gone = FirstAfter(floor);
            RemoveFrom(0, gone);
            index -= gone;
            if (_count * 2 >= _times.Length)
            {
                Array.Resize(ref _times, Math.Max(4, _count * 2));
            }
        }

        Array.Copy(_times, index, _times, index + 1, _count - index);
        _times[index] = time;
        _count++;
    }

    /// <summary>
    /// Until when it is certain to hold. Occurrences that lie a length apart or more are in different periods for as long as they are in any: as many as are
    /// asked for are enough until the oldest of them leaves. 0 where there are not as many.
    /// </summary>
    private long CertainUntil(SignalTrait trait, long now, int atLeast)
    {
        var index = _count - 1;
        if (index < 0 || _times[index] > now)
        {
            return 0;
        }

        var (length, last) = (LengthOf(trait), _times[index]);
        for (var left = atLeast - 1; left > 0; left--)
        {
            for (; index >= 0 && last - _times[index] < length; index--)
            {
            }

            if (index < 0)
            {
                return 0;
            }

            last = _times[index];
        }

        return last + trait.Window;
    }

    /// <summary>While something is dated ahead: no occurrence comes into another period before this, and none that was ahead is now.</summary>
    private long FirstCrossing(SignalTrait trait, long now)
    {
        var length = LengthOf(trait);
        var first = _times[_count - 1];
        for (var index = _count - 1; index >= 0 && _times[index] > now - trait.Window; index--)
        {
            first = Math.Min(first, _times[index] > now ? _times[index] : now + length - ((now - _times[index]) % length));
        }

        return first;
    }

    /// <summary>The exact instant at which the truth changes.</summary>
    /// <remarks>
    /// Within one length each occurrence comes into the next older period once; then all periods are as before, each one older. So it is after any number of
    /// lengths, but for what left the oldest period. Where at an instant the place of the n-th newest occupied period is i, of m, fewer than n are left for the
    /// first time m − i lengths later. The change is the earliest of these over the instants of one length at which something comes into another period.
    /// </remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private long FirstChange(SignalTrait trait, long now, int first, int atLeast, bool holds)
    {
        var (length, count) = (LengthOf(trait), _count - first);
        var due = count <= OnStack ? stackalloc long[count] : new long[count];
        var periods = count <= OnStack ? stackalloc int[count] : new int[count];
        var occupied = new OccupiedPeriods(trait.Keep <= OnStack ? stackalloc int[trait.Keep] : new int[trait.Keep], atLeast);
        for (var index = 0; index < count; index++)
        {
            var age = now - _times[first + index];
            periods[index] = (int)(age / length);
            due[index] = length - (age % length);
            occupied.Enter(periods[index]);
        }

        due.Sort(periods);
        var change = holds ? ((long)trait.Keep - occupied.Place()) * length : long.MaxValue;
        for (var index = 0; index < count && due[index] < length;)
        {
            var at = due[index];
            for (; index < count && due[index] == at; index++)
            {
                occupied.Leave(periods[index]);
                occupied.Enter(periods[index] + 1);
            }

            var place = occupied.Place();
            if (place < trait.Keep != holds)
            {
                return now + at;
            }

            change = holds ? Math.Min(change, at + ((trait.Keep - place) * length)) : change;
        }

        return change == long.MaxValue ? change : now + change;
    }

    /// <summary>The index of the first that is later than a bound.</summary>
    private int FirstAfter(long bound)
    {
        int low = 0, high = _count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = _times[middle] > bound ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    private void RemoveFrom(int index, int count)
    {
        _count -= count;
        Array.Copy(_times, index + count, _times, index, _count - index);
    }
}
