namespace PersonaGrain.Silo.Commands;

/// <summary>Tells every few seconds how far a piece of work is.</summary>
internal static class ImportProgressLines
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    /// <summary>Writes lines until the work ends, and hands on its fault if it has one.</summary>
    public static async Task ShowAsync(Task work, TextWriter error, Func<string> text)
    {
        while (await Task.WhenAny(work, Task.Delay(Period)) != work)
        {
            await error.WriteLineAsync(text());
        }

        await work;
    }
}
