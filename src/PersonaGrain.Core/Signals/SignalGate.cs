using PersonaGrain.Catalogs;
using PersonaGrain.Profiles;
using PersonaGrain.Signals.Composition;
using PersonaGrain.Time;

namespace PersonaGrain.Signals;

/// <summary>Checks signals against the catalog and the clock before any profile sees them.</summary>
/// <remarks>A signal that is refused is one that nobody could fold: everything else goes on, mended. A sound one goes on as it is, without allocation.</remarks>
internal sealed class SignalGate(Catalog catalog)
{
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);
    private static readonly Instant Plausible = Instant.FromUtc(1990, 1, 1);

    /// <summary>The signal as it goes on, or why it may not.</summary>
    internal SignalAdmission Admit(Signal signal, Instant now)
    {
        // 1. What no fold could take. A type is one type, whether its marks come as characters of their own or not.
        if (EnvelopeCheck.Check(signal) is { } broken)
        {
            return new SignalAdmission(null, broken);
        }

        var type = ComposedText.Of(signal.Type);
        return ReferenceEquals(type, signal.Type) ? AdmitFields(signal, now) : Admit(Renamed(signal, type), now);
    }

    private SignalAdmission AdmitFields(Signal signal, Instant now)
    {
        catalog.Model.Signals.TryGetValue(signal.Type, out var shape);
        if (CheckType(signal.Type, shape is not null) is { } unknown)
        {
            return new SignalAdmission(null, unknown);
        }

        var policy = shape?.Document?.Faults ?? FaultPolicy.Drop;
        if (CheckTime(signal.Time) is { } untimely)
        {
            return new SignalAdmission(null, untimely) { IsQuarantined = policy == FaultPolicy.Quarantine };
        }

        // 2. Fields, each by itself.
        var reading = shape?.Reading ?? SignalReading.AsSent;
        var notes = new FieldNotes(policy);
        var attributes = AttributeMending.Mend(signal.Attributes, reading, ref notes);
        var traits = signal.Traits.Count == 0 ? signal.Traits : TraitMending.Mend(signal.Traits, catalog.Document.Traits, ref notes);
        var value = ValueCheck.Check(signal, reading, ref notes);
        if (!notes.Mends && notes.First is { } fault)
        {
            return new SignalAdmission(null, fault) { IsQuarantined = policy == FaultPolicy.Quarantine };
        }

        // 3. The clock.
        var isAhead = signal.Time > now + ClockTolerance;
        if (ClockNote(signal.Time, isAhead) is { } note)
        {
            notes.Add(note);
        }

        var isSame = !isAhead && ReferenceEquals(attributes, signal.Attributes) && ReferenceEquals(traits, signal.Traits) && Nullable.Equals(value, signal.Value);
        return new SignalAdmission(isSame ? signal : Mended(signal, isAhead ? now : signal.Time, value, attributes, traits), null) { Notes = notes.ToList() };
    }

    private static Signal Renamed(Signal signal, string type) => new()
    {
        Id = signal.Id,
        Type = type,
        Time = signal.Time,
        Value = signal.Value,
        Attributes = signal.Attributes,
        Traits = signal.Traits,
        Origin = signal.Origin,
    };

    private static Signal Mended(Signal signal, Instant time, double? value, AttributeSet attributes, IReadOnlyList<TraitChange> traits) => new()
    {
        Id = signal.Id,
        Type = signal.Type,
        Time = time,
        Value = value,
        Attributes = attributes,
        Traits = traits,
        Origin = signal.Origin,
    };

    private SignalFault? CheckType(string type, bool isKnown)
    {
        if (!isKnown && catalog.Document.UnknownSignals == UnknownSignals.Reject)
        {
            return new SignalFault("unknown_signal", "type", $"the catalog has no signal type '{type}' and refuses unknown ones; declare it, or send one that is declared");
        }

        return catalog.Model.TriggerIndex.ContainsKey(type)
            ? new SignalFault("derived_type", "type", $"'{type}' is the name of a trigger, which alone emits such signals; send what happened under another type")
            : null;
    }

    private SignalFault? CheckTime(Instant time)
    {
        if (time < Instant.UnixEpoch || time.Ticks > DateTime.MaxValue.Ticks)
        {
            return new SignalFault("time_out_of_range", "time", $"{time} is not between 1970 and 9999; send when it happened");
        }

        return time < catalog.Document.Earliest
            ? new SignalFault("before_earliest", "time", $"{time} is before {catalog.Document.Earliest}, the earliest time that the catalog takes; mend the sender's clock, or set 'earliest' in the catalog further back")
            : null;
    }

    private SignalFault? ClockNote(Instant time, bool isAhead)
    {
        if (isAhead)
        {
            return new SignalFault("clock_ahead", "time", $"{time} is more than 5 min ahead of the grid's clock; kept with the time it was received");
        }

        return time < Plausible && catalog.Document.Earliest is null
            ? new SignalFault("clock_behind", "time", $"{time} is before {Plausible}, as from a clock that was never set; kept as it is: set 'earliest' in the catalog to refuse such signals, or to take them without a note")
            : null;
    }
}
