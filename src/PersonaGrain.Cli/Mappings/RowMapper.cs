using PersonaGrain.Grid;
using PersonaGrain.Identities;
using PersonaGrain.Signals;
using PersonaGrain.Signals.Composition;
using PersonaGrain.Time;

namespace PersonaGrain.Cli.Mappings;

/// <summary>Turns the rows of one table into observations: a mapping whose columns are found. Used by one thread.</summary>
internal sealed class RowMapper
{
    private const int MaximumType = 100;

    private readonly MappingDocument _mapping;
    private readonly TableColumns _columns;
    private readonly RowSkipping _skipping;
    private readonly MessageIds _ids;
    private readonly RowIdentities _identities;
    private readonly TimeReading _times;
    private readonly RowNotes _notes;
    private readonly int _type;
    private readonly int _time;
    private readonly int[] _factors;
    private readonly (int Column, FieldReading Reading)[] _attributes;
    private readonly (int Column, FieldReading Reading)[] _traits;

    /// <summary>A mapper for a table with the given columns; every column that the mapping reads is among them.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="columns">The columns of the table.</param>
    /// <param name="kinds">The kinds of identities that are known.</param>
    public RowMapper(MappingDocument mapping, TableColumns columns, IdentityKinds kinds)
    {
        (_mapping, _columns) = (mapping, columns);
        _identities = new RowIdentities(mapping, columns, kinds);
        _type = mapping.Type.Column is { } type ? columns.Find(type) : -1;
        _time = columns.Find(mapping.Time.Column);
        _factors = [.. mapping.Value.Select(columns.Find)];
        _skipping = new RowSkipping(mapping.Skip, columns);
        _attributes = Fields(mapping.Attributes);
        _traits = Fields(mapping.Traits);
        _times = new TimeReading(mapping.Time.Form, mapping.Zone);
        _notes = new RowNotes(mapping.RejectsOddFields);
        _ids = new MessageIds([.. mapping.Id.Columns.Select(columns.Find)], mapping.Id);
    }

    /// <summary>Maps a row. Rows must come in the table's order, since equal rows are counted.</summary>
    public MappedRow Map(ReadOnlySpan<string> fields)
    {
        _notes.Clear();
        if (_skipping.Matches(fields))
        {
            return MappedRow.Skipped;
        }

        CheckWidth(fields);

        // A row's id is taken before anything else can fail, so that a faulty row which is repaired later does not shift others.
        var id = _ids.Next(fields);
        if (_identities.Profile(fields, out var profile) is { } nobody)
        {
            return MappedRow.Rejected(nobody);
        }

        if (TypeOf(fields) is not { } type)
        {
            return Reject("missing_type", _type, "the type is empty; skip such rows with a rule, or name a constant type");
        }

        if (IdentifierText.Check(type, MaximumType, "type") is { } typeFault)
        {
            return MappedRow.Rejected(typeFault.Renamed(_type < 0 ? "type" : Name(_type)) with { Sample = ShownText.Of(type) });
        }

        return TryTime(fields, out var time, out var timeFault) ? Fill(fields, profile, new Draft(id, ComposedText.Of(type), time)) : MappedRow.Rejected(timeFault!);
    }

    private MappedRow Fill(ReadOnlySpan<string> fields, ProfileId profile, Draft draft)
    {
        var value = ValueOf(fields);
        var attributes = Read(fields, _attributes);
        var traits = Read(fields, _traits);
        var others = _identities.Others(fields, _notes);
        if (_notes.Fault is { } fault)
        {
            return MappedRow.Rejected(fault);
        }

        var signal = new Signal
        {
            Id = draft.Id,
            Type = draft.Type,
            Time = draft.Time,
            Value = value,
            Attributes = attributes.Length == 0 ? AttributeSet.Empty : new AttributeSet(attributes),
            Traits = traits.Length == 0 ? [] : Array.ConvertAll(traits, trait => new TraitChange(trait.Key, TraitOperation.Set, trait.Value)),
        };
        return new MappedRow(new Observation(profile, signal) { Others = others }, null, _notes.Notes);
    }

    /// <summary>A row may end early, or go on with nothing; one that goes on with something has its fields in the wrong columns, likely.</summary>
    private void CheckWidth(ReadOnlySpan<string> fields)
    {
        if (fields.Length < _columns.Count)
        {
            _notes.AddOdd(new SignalFault(
                "missing_columns", "line", $"the line has {fields.Length} fields and the table {_columns.Count} columns; the others are taken as empty"));
        }

        for (var index = _columns.Count; index < fields.Length; index++)
        {
            if (!string.IsNullOrWhiteSpace(fields[index]))
            {
                _notes.AddOdd(new SignalFault(
                    "extra_columns", "line",
                    $"the line has {fields.Length} fields and the table {_columns.Count} columns; look for a delimiter inside a field that is not quoted"));
                return;
            }
        }
    }

    private string? TypeOf(ReadOnlySpan<string> fields)
    {
        if (_type < 0)
        {
            return _mapping.Type.Constant;
        }

        var text = Field(fields, _type).Trim();
        return text.Length == 0 ? null : _mapping.Type.Names.GetValueOrDefault(text, text);
    }

    private bool TryTime(ReadOnlySpan<string> fields, out Instant time, out SignalFault? fault)
    {
        var text = Field(fields, _time).Trim();
        var form = _mapping.Time.Form;
        (time, fault) = (default, null);
        if (!_times.TryRead(text, out var read))
        {
            fault = text.Length == 0
                ? new SignalFault("missing_time", Name(_time), "the time is empty; skip such rows with a rule")
                : new SignalFault("invalid_time", Name(_time), $"not a time in the format {form}{TimeUnits.Hint(text, form)}") { Sample = ShownText.Of(text) };
            return false;
        }

        time = read.Time;
        switch (read.Oddity)
        {
            case LocalTimeOddity.Skipped:
                _notes.Add(new SignalFault(
                    "local_time_skipped", Name(_time), $"clocks in {_mapping.Zone} were put forward over this time; taken as much later as they were put forward"));
                break;
            case LocalTimeOddity.Twice:
                _notes.Add(new SignalFault("local_time_twice", Name(_time), $"clocks in {_mapping.Zone} were put back, so this time was twice; the earlier one is taken"));
                break;
        }

        return true;
    }

    private double? ValueOf(ReadOnlySpan<string> fields)
    {
        if (_factors.Length == 0 || (_factors.Length == 1 && string.IsNullOrWhiteSpace(Field(fields, _factors[0]))))
        {
            return null;
        }

        var product = 1m;
        foreach (var factor in _factors)
        {
            var text = Field(fields, factor).Trim();
            if (!_mapping.Numbers.TryRead(text, out var number) || Math.Abs(number) > 1e12m || Math.Abs(product) > 1e12m)
            {
                _notes.AddOdd(new SignalFault("invalid_value", Name(factor), "not a number that can be a value; see \"decimal\" and \"thousands\" of the mapping")
                {
                    Sample = ShownText.Of(text),
                });
                return null;
            }

            product *= number;
        }

        return (double)product;
    }

    private KeyValuePair<string, AttributeValue>[] Read(ReadOnlySpan<string> fields, (int Column, FieldReading Reading)[] wanted)
    {
        var values = wanted.Length == 0 ? [] : new KeyValuePair<string, AttributeValue>[wanted.Length];
        var count = 0;
        foreach (var (column, reading) in wanted)
        {
            var text = Field(fields, column);
            if (!reading.TryRead(text, out var value))
            {
                _notes.AddOdd(new SignalFault("invalid_field", Name(column), $"not {reading.Wanted}; left out") { Sample = ShownText.Of(text) });
            }
            else if (value.Kind != AttributeKind.None)
            {
                values[count++] = new(reading.Field.Name, value);
            }
        }

        Array.Resize(ref values, count);
        return values;
    }

    private (int Column, FieldReading Reading)[] Fields(IReadOnlyList<FieldMapping> fields) =>
        [.. fields.Select(field => (
            _columns.Find(field.Column),
            new FieldReading(field with { Name = ComposedText.Of(field.Name) }, _mapping.Numbers, _mapping.Zone)))];

    private static string Field(ReadOnlySpan<string> fields, int column) => column < fields.Length ? fields[column] : string.Empty;

    private string Name(int column) => _columns.Names[column];

    private MappedRow Reject(string reason, int column, string message) => MappedRow.Rejected(new SignalFault(reason, Name(column), message));

    private readonly record struct Draft(string Id, string Type, Instant Time);
}
