using PersonaGrain.Cli.Consoles;

namespace PersonaGrain.Cli.Inspect.Exports;

/// <summary>Where an export writes to: standard output, or a file, which gets its name when it is whole, so that a part is never taken for it.</summary>
internal static class ExportFile
{
    private const string Unfinished = ".unfinished";

    /// <summary>Writes, and hands back the exit code.</summary>
    /// <param name="console">Whose standard output is meant.</param>
    /// <param name="path">The file; null for standard output.</param>
    /// <param name="write">Writes, and says with which exit code it ended.</param>
    public static async Task<int> WriteAsync(PersonaConsole console, string? path, Func<TextWriter, Task<int>> write)
    {
        if (path is null)
        {
            return await write(console.Output);
        }

        var exit = (int)ExitCode.Unexpected;
        try
        {
            await using (var file = new StreamWriter(path + Unfinished))
            {
                exit = await write(file);
            }

            if (exit == (int)ExitCode.Done)
            {
                File.Move(path + Unfinished, path, overwrite: true);
            }

            return exit;
        }
        finally
        {
            if (exit != (int)ExitCode.Done)
            {
                File.Delete(path + Unfinished);
            }
        }
    }
}
