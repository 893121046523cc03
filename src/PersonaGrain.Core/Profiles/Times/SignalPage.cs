using System.Globalization;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Signals;

namespace PersonaGrain.Profiles.Times;

/// <summary>A page of the signals of a profile, newest first.</summary>
/// <param name="Profile">The identity whose actor holds the profile.</param>
/// <param name="Signals">The signals.</param>
/// <param name="Next">The cursor of the page of older ones; null after the first signal that was ever taken.</param>
/// <param name="IsByTime">Whether they are in the order of their times; else, of very long journals, in the order in which they came.</param>
public sealed record SignalPage(ProfileId Profile, IReadOnlyList<PlacedSignal> Signals, string? Next, bool IsByTime)
{
    /// <summary>The most signals of a page.</summary>
    public const int Maximum = 1_000;

    /// <summary>The cursor of the page that begins with what happened at an instant, or before; of a profile whose signals are told by their times.</summary>
    public static string CursorAt(Time.Instant at) => new SignalCursor(IsByTime: true, at.Ticks, long.MaxValue, 0).ToString();

    /// <summary>Whether newer ones stand before the page.</summary>
    public bool HasNewer { get; init; }

    /// <summary>The cursor of the page before, which is as long; null where that is the first one, or not known.</summary>
    public string? Newer { get; init; }
}

/// <summary>A signal of a profile, and where it stands.</summary>
/// <param name="Entry">The signal.</param>
/// <param name="Cursor">The cursor of the page that begins with it.</param>
public readonly record struct PlacedSignal(TimelineEntry Entry, string Cursor);

/// <summary>Where a page of signals begins: behind all that are newer. Given out as text; what it means stays, so that it can stand in links.</summary>
/// <param name="IsByTime">Whether it is one of a list in the order of times.</param>
/// <param name="Ticks">The time of the signal before, in ticks; 0 where the order is another.</param>
/// <param name="Place">The place of the signal before in the journal.</param>
/// <param name="Holder">Whose journal that is, as a hash of the identity; 0 where the order is that of times.</param>
internal readonly record struct SignalCursor(bool IsByTime, long Ticks, long Place, uint Holder)
{
    /// <summary>Before a place in the journal of an identity.</summary>
    internal static SignalCursor Of(ProfileId holder, long place) => new(false, 0, place, HashOf(holder));

    /// <summary>Behind a signal.</summary>
    internal static SignalCursor Behind(in JournaledEntry signal, ProfileId holder, bool isByTime) => isByTime ? new(true, signal.Entry.At.Ticks, signal.Sequence, 0) : Of(holder, signal.Sequence);

    /// <summary>Before a signal, which is the first of the page.</summary>
    internal static SignalCursor At(in JournaledEntry signal, ProfileId holder, bool isByTime) => Behind(signal, holder, isByTime) with { Place = signal.Sequence + 1 };

    /// <summary>Whether a signal is of the page, or behind it.</summary>
    internal bool IsBefore(in JournaledEntry signal) => IsByTime
        ? (signal.Entry.At.Ticks, signal.Sequence).CompareTo((Ticks, Place)) < 0
        : signal.Sequence < Place;

    /// <summary>Refuses a place in the journal of an identity that does not hold the profile any more, or not yet.</summary>
    /// <exception cref="FormatException">It is one.</exception>
    internal void ThrowIfOfOther(ProfileId holder)
    {
        if (!IsByTime && Holder != HashOf(holder))
        {
            throw new FormatException("the cursor is a place in the journal of another identity: identities were joined or parted since it was given out; begin without one");
        }
    }

    /// <summary>Reads one.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    internal static SignalCursor Parse(string text)
    {
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot > 1 && text[0] == 't' && TryRead(text.AsSpan(1, dot - 1), out var ticks) && TryRead(text.AsSpan(dot + 1), out var place))
        {
            return new SignalCursor(true, ticks, place, 0);
        }

        return dot > 1 && text[0] == 'r' && TryRead(text.AsSpan(1, dot - 1), out place)
            && text.Length - dot == 9 && uint.TryParse(text.AsSpan(dot + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var holder)
            ? new SignalCursor(false, 0, place, holder)
            : throw new FormatException("the cursor is not one that was given out; begin without one");
    }

    /// <inheritdoc />
    public override string ToString() => IsByTime
        ? string.Create(CultureInfo.InvariantCulture, $"t{Ticks}.{Place}")
        : string.Create(CultureInfo.InvariantCulture, $"r{Place}.{Holder:x8}");

    private static uint HashOf(ProfileId holder) => (uint)(MessageFingerprint.Of(holder.Value) >> 32);

    private static bool TryRead(ReadOnlySpan<char> text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
