using PersonaGrain.Cli.CommandLine;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Embedded;

namespace PersonaGrain.Cli.Stores;

/// <summary>Tells why a store can not be opened and what to do about it.</summary>
internal static class StoreFaults
{
    /// <summary>Tells the fault and hands back the exit code.</summary>
    public static int Tell(PersonaConsole console, StoreRequest request, EmbeddedGridOpening opening) => opening switch
    {
        EmbeddedGridOpening.HeldByAnother held => TellHeld(console, request, held),
        EmbeddedGridOpening.NewerFormat newer => console.Fail(
            ExitCode.StoreUnavailable,
            $"the store in {request.Data} has format {newer.Found}; this version reads up to {newer.Supported}",
            "install the version that wrote it, or a later one"),
        EmbeddedGridOpening.Damaged damaged => console.Fail(ExitCode.StoreUnavailable, $"the store in {request.Data} can not be read: {damaged.Reason}", damaged.Remedy),
        EmbeddedGridOpening.NotWritable faulty => console.Fail(ExitCode.StoreUnavailable, $"the store in {request.Data} can not be written ({faulty.Code}): {faulty.Reason}"),
        _ => throw new InvalidOperationException($"an outcome that this version does not know: {opening}"),
    };

    /// <summary>Tells that there is no store where one was to be read, and hands back the exit code.</summary>
    public static int TellMissing(PersonaConsole console, string data)
    {
        if (File.Exists(data))
        {
            return TellFile(console, data);
        }

        return Directory.Exists(data) && !FileFaultWords.MayLookInto(data)
            ? console.Fail(ExitCode.StoreUnavailable, $"this user may not look into {data}", "give it the right to, or name another folder with --data")
            : console.Fail(ExitCode.StoreUnavailable, $"there is no store in {data}", "name its folder with --data, or fill one with persona ingest or persona serve");
    }

    /// <summary>Tells that a file stands where a folder is wanted, and hands back the exit code.</summary>
    public static int TellFile(PersonaConsole console, string data) =>
        console.Fail(ExitCode.StoreUnavailable, $"{data} is a file, and a store is a folder", "name its folder with --data");

    private static int TellHeld(PersonaConsole console, StoreRequest request, EmbeddedGridOpening.HeldByAnother held)
    {
        var who = held.ProcessId == 0 ? "another process" : $"process {held.ProcessId}";
        var since = held.Since is { } time ? $" since {time.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z" : string.Empty;
        var address = ServingCard.Read(request.Data, held.ProcessId);
        return console.Fail(
            ExitCode.StoreUnavailable,
            $"the store in {request.Data} is held by {who}{since}: {held.Command}",
            address is null
                ? "wait until it ends, end it, or name another folder with --data"
                : $"it serves at {address}: send it signals over HTTP, end it, or name another folder with --data");
    }
}
