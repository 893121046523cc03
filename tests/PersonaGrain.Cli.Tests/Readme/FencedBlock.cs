namespace PersonaGrain.Cli.Tests.Readme;

/// <summary>A fenced block of a Markdown text.</summary>
/// <param name="Info">What stands behind the opening fence, such as <c>sh</c> or <c>text exact</c>.</param>
/// <param name="Text">What stands between the fences.</param>
/// <param name="Line">The line of the opening fence, from 1.</param>
internal sealed record FencedBlock(string Info, string Text, int Line)
{
    internal bool IsCommand => Info == "sh";

    internal bool IsAnswer => Info is "json" or "json part" or "text" or "text exact";

    /// <summary>All blocks of a text, in order.</summary>
    internal static IReadOnlyList<FencedBlock> Of(string markdown)
    {
        var blocks = new List<FencedBlock>();
        var lines = markdown.Split('\n');
        for (var index = 0; index < lines.Length; index++)
        {
            if (!lines[index].StartsWith("```", StringComparison.Ordinal))
            {
                continue;
            }

            var end = Array.IndexOf(lines, "```", index + 1);
            end.ShouldBeGreaterThan(0, $"the block of line {index + 1} is not closed");
            blocks.Add(new FencedBlock(lines[index][3..].Trim(), string.Join('\n', lines[(index + 1)..end]), index + 1));
            index = end;
        }

        return blocks;
    }
}
