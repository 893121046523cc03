using PersonaGrain.Cli.Consoles;
using PersonaGrain.Embedded;

namespace PersonaGrain.Cli.Stores;

/// <summary>Opens every workspace of a data directory for a command, and tells what went wrong where it can not.</summary>
/// <param name="Directory">The workspaces, or null after the fault was told.</param>
/// <param name="ExitCode">What the command ends with where there are none.</param>
internal readonly record struct DirectoryOpening(EmbeddedGridDirectory? Directory, int ExitCode)
{
    /// <summary>Opens them; the catalog of the request is for <c>main</c>. Workspaces that can not be used are told too, and are no fault.</summary>
    public static async Task<DirectoryOpening> OpenAsync(PersonaConsole console, StoreRequest request, CancellationToken cancellation)
    {
        EmbeddedGridDirectory? directory = null;
        var opening = await StoreOpening.OpenAsync(
            console,
            request,
            async (options, catalog, progress) =>
            {
                switch (await EmbeddedGridDirectory.OpenAsync(options, catalog, console.Time, request.Logging, progress, cancellation))
                {
                    case EmbeddedDirectoryOpening.Opened opened:
                        directory = opened.Directory;
                        return new EmbeddedGridOpening.Opened(directory.Main, opened.Catalog);
                    case EmbeddedDirectoryOpening.NotOpened unopened:
                        return unopened.Why;
                    case var other:
                        throw new InvalidOperationException($"{other} is no way that an opening ends");
                }
            },
            cancellation);
        foreach (var workspace in directory?.Workspaces.Where(static workspace => workspace.Fault is not null) ?? [])
        {
            console.Notice($"warning: the workspace {workspace.Name} can not be used: {workspace.Fault}");
        }

        return new DirectoryOpening(directory, opening.ExitCode);
    }
}
