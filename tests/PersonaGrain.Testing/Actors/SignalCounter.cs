using System.Buffers;
using System.Text;
using System.Text.Json;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Testing.Actors;

/// <summary>Counts its signals by type, and notes when none came for an hour.</summary>
public sealed class SignalCounter(ActorId id) : Actor(id)
{
    private static readonly TimeSpan Silence = TimeSpan.FromHours(1);

    private SignalCounts _state = new();

    /// <inheritdoc />
    public override bool Exists => _state.Counts.Count > 0;

    /// <inheritdoc />
    public override bool IsIncomplete => false;

    /// <inheritdoc />
    public override bool HasForgottenIds => false;

    /// <inheritdoc />
    public override Instant AsOf => new(_state.AsOf);

    /// <inheritdoc />
    public override Instant WakeAt => new(_state.QuietAt);

    /// <inheritdoc />
    public override int EstimatedBytes => 200 + (_state.Counts.Count * 100) + (_state.Ids.Count * 16) + (_state.Quiet.Count * 8);

    /// <inheritdoc />
    public override void WriteSnapshot(IBufferWriter<byte> target)
    {
        using var writer = new Utf8JsonWriter(target);
        JsonSerializer.Serialize(writer, _state);
    }

    /// <inheritdoc />
    protected override void Reset(CatalogInForce catalog, Instant now) => _state = new SignalCounts { AsOf = now.Ticks };

    /// <inheritdoc />
    protected override bool TryRestore(CatalogInForce catalog, ReadOnlySpan<byte> snapshot)
    {
        try
        {
            _state = SignalCounts.Read(snapshot);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <inheritdoc />
    protected override void Fold(in JournalEntry entry)
    {
        if (entry.Kind == JournalEntryKind.Signal)
        {
            Take(entry.Signal, MessageFingerprint.Of(entry.Signal.Id), entry.Received);
        }
        else
        {
            Raise(entry.At);
        }

        if (entry.Kind == JournalEntryKind.Note)
        {
            NoteQuiet(entry.At);
        }
    }

    /// <inheritdoc />
    protected override void SkipPast()
    {
    }

    /// <inheritdoc />
    protected override void Rebase(CatalogInForce from, CatalogInForce to)
    {
    }

    /// <inheritdoc />
    protected override void BeginLearning() => throw new InvalidOperationException("a counter is never incomplete");

    /// <inheritdoc />
    protected override void Learn(Signal signal, TurnEffects effects) => throw new InvalidOperationException("a counter is never incomplete");

    /// <inheritdoc />
    protected override void EndLearning() => throw new InvalidOperationException("a counter is never incomplete");

    /// <inheritdoc />
    protected override void Advance(Instant now, Cause moved, TurnEffects effects)
    {
        if (WakeAt <= now && WakeAt != Instant.Never)
        {
            effects.Add(JournalEntry.Noted(WakeAt, Encoding.UTF8.GetBytes("quiet")));
            NoteQuiet(WakeAt);
        }

        Raise(now);
    }

    /// <inheritdoc />
    protected override void Reevaluate(Instant at, Cause cause, TurnEffects effects) => Advance(at, cause, effects);

    /// <inheritdoc />
    protected override SignalAdmission Admit(Signal signal, Instant now) => new(signal, null);

    /// <inheritdoc />
    protected override void Observe(
        ReadOnlySpan<Signal> signals, Instant now, in Intake intake, Span<ObservationVerdict> verdicts, TurnEffects effects)
    {
        for (var index = 0; index < signals.Length; index++)
        {
            var fingerprint = MessageFingerprint.Of(signals[index].Id);
            if (_state.Ids.Contains(fingerprint))
            {
                verdicts[index] = ObservationVerdict.Duplicate;
                continue;
            }

            verdicts[index] = ObservationVerdict.Accepted;
            Take(signals[index], fingerprint, now);
            effects.Add(JournalEntry.Observed(signals[index], now));
        }
    }

    private void Take(Signal signal, ulong fingerprint, Instant now)
    {
        _state.Ids.Add(fingerprint);
        _state.Counts[signal.Type] = _state.Counts.GetValueOrDefault(signal.Type) + 1;
        _state.QuietAt = (now + Silence).Ticks;
        Raise(now);
    }

    private void NoteQuiet(Instant at)
    {
        _state.Quiet.Add(at.Ticks);
        _state.QuietAt = Instant.Never.Ticks;
    }

    private void Raise(Instant to) => _state.AsOf = Math.Max(_state.AsOf, to.Ticks);
}
