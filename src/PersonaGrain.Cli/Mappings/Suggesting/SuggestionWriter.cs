using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using PersonaGrain.Cli.Ingest.Sources;

namespace PersonaGrain.Cli.Mappings.Suggesting;

/// <summary>Writes a suggestion as a mapping file, with comments on why each column was taken for what it is.</summary>
internal sealed class SuggestionWriter(MappingSuggestion suggestion, TableDialect dialect, Encoding? encoding, string file)
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string[] OrderStems = ["order", "purchase", "transaction", "sales"];

    private readonly StringBuilder _text = new();

    /// <summary>The mapping's text.</summary>
    public string Write()
    {
        var stem = SnakeCase.Of(file.Split('.')[0]);
        Line(0, $"// A suggestion for {file}, from its first {suggestion.Profile.Rows.ToString("N0", CultureInfo.InvariantCulture)} rows: check it, then try it with --dry-run.");
        Line(0, "{");
        Line(1, $"\"name\": {Json(stem.Length == 0 ? "table" : stem)},");
        WriteReading();
        WriteProfile();
        WriteType(stem);
        WriteTime();
        WriteValue();
        WriteAttributes();
        WriteId(stem);
        Line(0, "}");
        return _text.ToString();
    }

    private void WriteReading()
    {
        if (encoding is not null)
        {
            Line(1, "// The file is not UTF-8; this is the commonest of the others. Look whether its umlauts and accents come out right.");
            Line(1, $"\"encoding\": {Json(encoding.WebName)},");
        }

        var skip = dialect.Format.SkipLines > 0 ? $", \"skipLines\": {dialect.Format.SkipLines}" : string.Empty;
        Line(1, $"\"format\": {{ \"separated\": {Json(FormatReader.Word(dialect.Delimiter))}, \"header\": {(dialect.Format.Header ? "true" : "false")}{skip} }},");
        if (suggestion.Numbers != NumberNotation.Plain)
        {
            var thousands = suggestion.Numbers.Thousands is { } sign ? $" \"thousands\": {Json(sign.ToString())}," : string.Empty;
            Line(1, $"\"decimal\": {Json(suggestion.Numbers.Decimal.ToString())},{thousands}");
        }
    }

    private void WriteProfile()
    {
        var profile = suggestion.Profile;
        Line(1, $"// Who it is about: {profile.Different:N0} different ones in {profile.Rows:N0} rows.");
        Line(1, $"\"profile\": {Json(profile.Name)},");
        if (profile.Texts.Contains("0") && profile.All(static text => text.All(char.IsAsciiDigit)))
        {
            Line(1, "// Elsewhere 0 mostly stands for nobody; here ids are numbers, and it is one of them.");
            Line(1, "\"blockedIds\": { \"remove\": [\"0\"] },");
        }

        List<string> rules = [.. Rules(profile), .. Rules(suggestion.Time)];
        if (rules.Count > 0)
        {
            Line(1, "// Rows that do not say whom they are about, or when, are passed over.");
            Line(1, $"\"skip\": [{string.Join(", ", rules)}],");
        }
    }

    private static IEnumerable<string> Rules(ColumnSample column)
    {
        foreach (var text in column.Placeholders)
        {
            yield return $"{{ \"column\": {Json(column.Name)}, \"is\": {Json(text)} }}";
        }

        if (!column.IsFull)
        {
            yield return $"{{ \"column\": {Json(column.Name)}, \"empty\": true }}";
        }
    }

    private void WriteValue()
    {
        if (suggestion.Value is [var value])
        {
            Line(1, $"\"value\": {Json(value.Name)},");
        }
        else if (suggestion.Value is [var quantity, var price])
        {
            Line(1, $"// What the row is worth: {price.Title} is taken for the price of one. Where it is that of all, write \"value\": {Json(price.Name)}.");
            Line(1, $"\"value\": {{ \"product\": [{Json(quantity.Name)}, {Json(price.Name)}] }},");
        }
    }

    private void WriteType(string stem)
    {
        if (suggestion.Type is not { } type)
        {
            Line(1, "// Every row is one of these: write the catalog's name for it.");
            var isOrder = suggestion.IsOfOrders || Array.Exists(OrderStems, part => stem.Contains(part, StringComparison.Ordinal));
            var isName = stem.Length > 0 && char.IsAsciiLetterLower(stem[0]);
            Line(1, $"\"type\": {Json(isOrder ? suggestion.Value.Count > 1 ? "item_purchased" : "order_completed" : isName ? stem : "row_" + stem)},");
            return;
        }

        Line(1, "// What each row is; on the right stands the catalog's name for it.");
        var names = type.Texts.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(static text => $"{Json(text)}: {Json(SnakeCase.Of(text))}");
        Line(1, $"\"type\": {{ \"column\": {Json(type.Name)}, \"names\": {{ {string.Join(", ", names)} }} }},");
    }

    private void WriteTime()
    {
        if (suggestion.Times.IsAmbiguous)
        {
            Line(1, "// Day or month first? Both can be read here; check with --dry-run.");
        }

        Line(1, $"\"time\": {{ \"column\": {Json(suggestion.Time.Name)}, \"format\": {Json(suggestion.Times.Form.ToString())} }},");
        if (suggestion.Times.Form is { Notation: not (TimeNotation.UnixSeconds or TimeNotation.UnixMilliseconds), IsUtc: false })
        {
            Line(1, "// Times without an offset are UTC; local ones need their zone: \"timeZone\": \"Europe/Berlin\",");
        }
    }

    private void WriteAttributes()
    {
        ColumnSample?[] used = [suggestion.Profile, suggestion.Time, suggestion.Type, suggestion.Value is [var value] ? value : null];
        var names = new HashSet<string>(StringComparer.Ordinal);
        var lines = suggestion.Columns.Where(column => !used.Contains(column) && column.Texts.Count > 0).Select(column => $"{Json(NameOf(column, names))}: {Source(column)}").ToList();
        if (lines.Count == 0)
        {
            return;
        }

        Line(1, "// What is told of each signal. Leave out what nobody asks for; what belongs to the person goes under \"traits\".");
        Line(1, "\"attributes\": {");
        for (var index = 0; index < lines.Count; index++)
        {
            Line(2, lines[index] + (index + 1 < lines.Count ? "," : string.Empty));
        }

        Line(1, "},");
    }

    private string Source(ColumnSample column)
    {
        // Ids are names: nobody reckons with them.
        if (NumberGuess.Is(column, suggestion.Numbers) && !("_" + SnakeCase.Of(column.Title)).EndsWith("_id", StringComparison.Ordinal))
        {
            return $"{{ \"column\": {Json(column.Name)}, \"type\": \"number\" }}";
        }

        if (column.All(static text => text.Equals("true", StringComparison.OrdinalIgnoreCase) || text.Equals("false", StringComparison.OrdinalIgnoreCase)))
        {
            return $"{{ \"column\": {Json(column.Name)}, \"type\": \"boolean\" }}";
        }

        return TimeGuess.Of(column) is { } guess
            ? $"{{ \"column\": {Json(column.Name)}, \"type\": \"date\", \"format\": {Json(guess.Form.ToString())} }}"
            : Json(column.Name);
    }

    private void WriteId(string stem)
    {
        var prefix = stem.Length == 0 ? string.Empty : $", \"prefix\": {Json(stem[..Math.Min(stem.Length, 40)])}";
        if (suggestion.Id is { } id)
        {
            Line(1, $"// What tells one row from another: {id.Title} is different in every row that was looked at. If a later row has it again, both count;");
            Line(1, $"// only where that is the same thing told twice, write \"columns\": [{Json(id.Name)}], \"repeats\": \"drop\". The prefix keeps other tables' ids apart.");
            Line(1, $"\"id\": {{ \"columns\": [{Json(id.Name)}, {Json(suggestion.Time.Name)}], \"repeats\": \"count\"{prefix} }}");
            return;
        }

        Line(1, "// What tells one row from another: no single column does, so all do, and equal rows are counted. The prefix keeps other tables' ids apart.");
        Line(1, $"\"id\": {{ \"columns\": [{string.Join(", ", suggestion.Columns.Select(static column => Json(column.Name)))}], \"repeats\": \"count\"{prefix} }}");
    }

    private static string NameOf(ColumnSample column, HashSet<string> taken)
    {
        var name = SnakeCase.Of(column.Title.Length == 0 ? "column " + column.Name : column.Title);
        name = name.Length == 0 ? "column" : name;
        for (var number = 2; !taken.Add(name); number++)
        {
            name = $"{name}_{number}";
        }

        return name;
    }

    private static string Json(string text) => JsonSerializer.Serialize(text, Readable);

    private void Line(int depth, string text) => _text.Append(' ', depth * 2).Append(text).Append('\n');
}
