using PersonaGrain.Grid;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Cli.Mappings;

/// <summary>What a row of a table became: an observation, a fault, or neither where a rule passes over it.</summary>
internal readonly record struct MappedRow(Observation? Observation, SignalFault? Fault);

/// <summary>Turns the rows of one table into observations: a mapping whose columns are found. Used by one thread.</summary>
internal sealed class RowMapper
{
    private const int MaximumType = 100;

    private readonly MappingDocument _mapping;
    private readonly string[] _columns;
    private readonly MessageIds _ids;
    private readonly int _profile;
    private readonly int _type;
    private readonly int _time;
    private readonly int[] _factors;
    private readonly (int Column, SkipRule Rule)[] _skip;
    private readonly (int Column, FieldMapping Field)[] _attributes;
    private readonly (int Column, FieldMapping Field)[] _traits;

    /// <summary>A mapper for a table with the given columns; every column that the mapping reads is among them.</summary>
    public RowMapper(MappingDocument mapping, IReadOnlyList<string> columns)
    {
        _mapping = mapping;
        _columns = [.. columns];
        _profile = Index(mapping.Profile);
        _type = mapping.Type.Column is { } type ? Index(type) : -1;
        _time = Index(mapping.Time.Column);
        _factors = [.. mapping.Value.Select(Index)];
        _skip = [.. mapping.Skip.Select(rule => (Index(rule.Column), rule))];
        _attributes = [.. mapping.Attributes.Select(field => (Index(field.Column), field))];
        _traits = [.. mapping.Traits.Select(field => (Index(field.Column), field))];
        _ids = new MessageIds([.. mapping.Id.Columns.Select(Index)], mapping.Id.CountRepeats);
    }

    /// <summary>Maps a row. Rows must come in the table's order, since equal rows are counted.</summary>
    public MappedRow Map(ReadOnlySpan<string> fields)
    {
        if (fields.Length != _columns.Length)
        {
            return Fault("wrong_field_count", "line", $"the line has {fields.Length} fields and the table {_columns.Length} columns; look for a delimiter or quote inside a field");
        }

        if (IsSkipped(fields))
        {
            return default;
        }

        // A row's id is taken before anything else can fail, so that a faulty row which is repaired later does not shift others.
        var id = _ids.Next(fields);
        if (!ProfileId.TryParse(fields[_profile].Trim(), out var profile, out var fault))
        {
            return new MappedRow(null, fault with { Field = _columns[_profile] });
        }

        if (TypeOf(fields) is not { } type)
        {
            return Fault("missing_type", _columns[_type], "the type is empty; skip such rows with a rule, or name a constant type");
        }

        if (IdentifierText.Check(type, MaximumType, "type") is { } typeFault)
        {
            return new MappedRow(null, typeFault with { Field = _type < 0 ? "type" : _columns[_type] });
        }

        if (!FieldReading.TryTime(fields[_time].Trim(), _mapping.Time, out var time))
        {
            return Fault("invalid_time", _columns[_time], $"'{fields[_time]}' is not a time in the format {_mapping.Time.Pattern ?? _mapping.Time.Notation.ToString()}");
        }

        return Fill(fields, profile, new Draft(id, type, time));
    }

    private MappedRow Fill(ReadOnlySpan<string> fields, ProfileId profile, Draft draft)
    {
        if (!TryValue(fields, out var value, out var fault) ||
            !TryFields(fields, _attributes, out var attributes, out fault) ||
            !TryFields(fields, _traits, out var traits, out fault))
        {
            return new MappedRow(null, fault);
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
        return new MappedRow(new Observation(profile, signal), null);
    }

    private bool IsSkipped(ReadOnlySpan<string> fields)
    {
        foreach (var (column, rule) in _skip)
        {
            var field = fields[column];
            var hit = rule.Test switch
            {
                SkipTest.Empty => string.IsNullOrWhiteSpace(field),
                SkipTest.Is => field == rule.Operand,
                SkipTest.IsNot => field != rule.Operand,
                _ => field.StartsWith(rule.Operand, StringComparison.Ordinal),
            };
            if (hit)
            {
                return true;
            }
        }

        return false;
    }

    private string? TypeOf(ReadOnlySpan<string> fields)
    {
        if (_type < 0)
        {
            return _mapping.Type.Constant;
        }

        var text = fields[_type].Trim();
        return text.Length == 0 ? null : _mapping.Type.Names.GetValueOrDefault(text, text);
    }

    private bool TryValue(ReadOnlySpan<string> fields, out double? value, out SignalFault? fault)
    {
        (value, fault) = (null, null);
        if (_factors.Length == 0 || (_factors.Length == 1 && string.IsNullOrWhiteSpace(fields[_factors[0]])))
        {
            return true;
        }

        var product = 1m;
        foreach (var factor in _factors)
        {
            if (!FieldReading.TryNumber(fields[factor].Trim(), out var number) || Math.Abs(number) > 1e12m || Math.Abs(product) > 1e12m)
            {
                fault = new SignalFault("invalid_value", _columns[factor], $"'{fields[factor]}' is not a number that can be a value");
                return false;
            }

            product *= number;
        }

        value = (double)product;
        return true;
    }

    private bool TryFields(
        ReadOnlySpan<string> fields,
        (int Column, FieldMapping Field)[] wanted,
        out KeyValuePair<string, AttributeValue>[] values,
        out SignalFault? fault)
    {
        (values, fault) = (wanted.Length == 0 ? [] : new KeyValuePair<string, AttributeValue>[wanted.Length], null);
        var count = 0;
        foreach (var (column, field) in wanted)
        {
            if (!FieldReading.TryAttribute(fields[column], field.Type, out var value))
            {
                fault = new SignalFault("invalid_attribute", _columns[column], $"'{fields[column]}' is not a {(field.Type == FieldType.Number ? "number" : "truth value")}");
                return false;
            }

            if (value.Kind != AttributeKind.None)
            {
                values[count++] = new(field.Name, value);
            }
        }

        Array.Resize(ref values, count);
        return true;
    }

    private int Index(string column) => Array.IndexOf(_columns, column);

    private static MappedRow Fault(string reason, string field, string message) => new(null, new SignalFault(reason, field, message));

    private readonly record struct Draft(string Id, string Type, Instant Time);
}
