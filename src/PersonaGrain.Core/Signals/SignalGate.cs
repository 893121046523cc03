using PersonaGrain.Catalogs;
using PersonaGrain.Profiles;
using PersonaGrain.Triggers;
using PersonaGrain.Time;

namespace PersonaGrain.Signals;

/// <summary>Checks signals against the catalog and the clock before any profile sees them.</summary>
internal sealed class SignalGate(Catalog catalog)
{
    private const int MaximumIdLength = 100;
    private const int MaximumTypeLength = 100;
    private const double MaximumValue = 1e12;
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);
    private static readonly Instant Plausible = Instant.FromUtc(1990, 1, 1);

    /// <summary>The signal as it goes on, or why it may not.</summary>
    internal SignalAdmission Admit(Signal signal, Instant now)
    {
        var fault = CheckEnvelope(signal) ?? CheckEarliest(signal);
        if (fault is null && signal.Attributes.Count > AttributeSet.MaximumCount)
        {
            fault = new SignalFault("too_many_attributes", "attributes", $"{signal.Attributes.Count} attributes; at most {AttributeSet.MaximumCount} are taken");
        }

        catalog.Model.Signals.TryGetValue(signal.Type ?? string.Empty, out var shape);
        if (fault is null && shape is null && catalog.Document.UnknownSignals == UnknownSignals.Reject)
        {
            fault = new SignalFault("unknown_signal", "type", $"the catalog has no signal type '{signal.Type}' and refuses unknown ones; declare it, or send one that is declared");
        }

        if (fault is null && catalog.Model.TriggerIndex.ContainsKey(signal.Type!))
        {
            fault = new SignalFault("derived_type", "type", $"'{signal.Type}' is the name of a trigger, which alone emits such signals; send what happened under another type");
        }

        fault ??= AttributeCheck.Check(signal.Attributes, shape?.Document?.Attributes) ?? TraitCheck.Check(signal.Traits, catalog.Document.Traits);
        if (fault is not null)
        {
            return new SignalAdmission(null, fault);
        }

        var (value, valueFault) = ValueOf(signal, shape?.Document?.Value);
        return valueFault is null ? Adjust(signal, value, now) : new SignalAdmission(null, valueFault);
    }

    private SignalFault? CheckEarliest(Signal signal) => signal.Time < catalog.Document.Earliest
        ? new SignalFault("before_earliest", "time", $"{signal.Time} is before {catalog.Document.Earliest}, the earliest time that the catalog takes; mend the sender's clock, or set 'earliest' in the catalog further back")
        : null;

    private static SignalFault? CheckEnvelope(Signal signal)
    {
        if (IdentifierText.Check(signal.Id, MaximumIdLength, "id") is { } idFault)
        {
            return idFault;
        }

        if (signal.Id.StartsWith(TriggerFiring.DerivedId, StringComparison.Ordinal))
        {
            return new SignalFault("reserved_id", "id", $"ids that begin with '{TriggerFiring.DerivedId}' are the grid's own; send another one");
        }

        if (IdentifierText.Check(signal.Type, MaximumTypeLength, "type") is { } typeFault)
        {
            return typeFault;
        }

        if (!IsSnakeCase(signal.Type))
        {
            return new SignalFault("invalid_type", "type", $"'{signal.Type}' is not snake case; use a letter, then a-z, 0-9 and _, such as product_viewed");
        }

        return signal.Time < Instant.UnixEpoch || signal.Time.Ticks > DateTime.MaxValue.Ticks
            ? new SignalFault("time_out_of_range", "time", $"{signal.Time} is not between 1970 and 9999; send when it happened")
            : null;
    }

    private static bool IsSnakeCase(string type)
    {
        if (!char.IsAsciiLetterLower(type[0]))
        {
            return false;
        }

        foreach (var character in type)
        {
            if (!char.IsAsciiLetterLower(character) && !char.IsAsciiDigit(character) && character != '_')
            {
                return false;
            }
        }

        return true;
    }

    private static (double? Value, SignalFault? Fault) ValueOf(Signal signal, string? attribute)
    {
        var value = signal.Value;
        if (value is null && attribute is not null)
        {
            var held = signal.Attributes[attribute];
            value = held.IsNumber ? held.Number : null;
        }

        return value is { } number && !(Math.Abs(number) <= MaximumValue)
            ? (null, new SignalFault("value_out_of_range", "value", $"a value is a finite number of magnitude at most {MaximumValue:R}"))
            : (value, null);
    }

    private SignalAdmission Adjust(Signal signal, double? value, Instant now)
    {
        var ahead = signal.Time > now + ClockTolerance;
        if (!ahead && value == signal.Value)
        {
            return Noted(signal, Note(signal, ahead));
        }

        var adjusted = new Signal
        {
            Id = signal.Id,
            Type = signal.Type,
            Time = ahead ? now : signal.Time,
            Value = value,
            Attributes = signal.Attributes,
            Traits = signal.Traits,
        };
        return Noted(adjusted, Note(signal, ahead));
    }

    private static SignalAdmission Noted(Signal signal, SignalFault? note) => note is null
        ? new SignalAdmission(signal, null)
        : new SignalAdmission(signal, null) { Notes = [note] };

    private SignalFault? Note(Signal signal, bool ahead)
    {
        if (ahead)
        {
            return new SignalFault("clock_ahead", "time", $"{signal.Time} is more than 5 min ahead of the grid's clock; kept with the time it was received");
        }

        return signal.Time < Plausible && catalog.Document.Earliest is null
            ? new SignalFault("clock_behind", "time", $"{signal.Time} is before {Plausible}, as from a clock that was never set; kept as it is: set 'earliest' in the catalog to refuse such signals, or to take them without a note")
            : null;
    }
}
