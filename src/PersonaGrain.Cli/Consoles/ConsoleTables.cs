using Spectre.Console;

namespace PersonaGrain.Cli.Consoles;

/// <summary>The look of tables.</summary>
internal static class ConsoleTables
{
    /// <summary>A table with the given headings; those that start with <c>#</c> hold numbers and stand to the right.</summary>
    public static Table Create(params ReadOnlySpan<string> headings)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var heading in headings)
        {
            var number = heading.StartsWith('#');
            var column = new TableColumn(Markup.Escape(number ? heading[1..] : heading));
            table.AddColumn(number ? column.RightAligned() : column);
        }

        return table;
    }

    /// <summary>Adds a row of plain texts, safe for a terminal.</summary>
    public static void AddTexts(this Table table, params string[] cells) =>
        table.AddRow(Array.ConvertAll(cells, cell => (Spectre.Console.Rendering.IRenderable)new Text(TerminalText.Of(cell))));
}
