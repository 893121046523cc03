using System.Diagnostics;

namespace PersonaGrain.Silo.Topology;

/// <summary>How an attended process is started.</summary>
/// <param name="Name">Its name, and that of its log.</param>
/// <param name="Command">The program and its arguments.</param>
/// <param name="Signal">The signal that asks it to end, such as <c>TERM</c>.</param>
/// <param name="Patience">How long it may take to end before it is killed.</param>
/// <param name="Environment">Variables beside those of this process.</param>
internal sealed record AttendedStart(string Name, IReadOnlyList<string> Command, string Signal, TimeSpan Patience, IReadOnlyDictionary<string, string> Environment);

/// <summary>A process that writes its log to a file and never outlives this one, however this one ends.</summary>
/// <remarks>
/// A shell holds the other end of a pipe: when it closes, because it was closed or because this process is gone, the shell asks
/// the process to end, and kills it when it takes too long. The process leads a session of its own where that can be had, so
/// that Ctrl-C reaches this process alone and the order of the end is kept.
/// </remarks>
internal sealed class Attended : IDisposable
{
    private const string Script = """
        exec 3<&0 2>/dev/null
        signal=$1; patience=$2; pid=$3; log=$4; shift 4
        "$@" </dev/null >>"$log" 2>&1 3<&- &
        child=$!
        echo $child >"$pid"
        {
            read -r word
            kill -s "$signal" $child
            tenths=$((patience * 10))
            while [ $tenths -gt 0 ] && kill -0 $child; do sleep 0.1; tenths=$((tenths - 1)); done
            kill -s KILL $child
        } <&3 >/dev/null 2>&1 &
        wait $child
        """;

    private readonly Process _shell;

    private Attended(Process shell, AttendedStart start, TopologyFolder folder)
    {
        _shell = shell;
        Log = folder.Log(start.Name);
        PidFile = folder.Pid(start.Name);
        Ended = EndAsync();
    }

    /// <summary>The file of its log.</summary>
    public string Log { get; }

    /// <summary>Completes with its exit code; above 128 where a signal ended it.</summary>
    public Task<int> Ended { get; }

    /// <summary>Its process id, once it is known.</summary>
    public int? Pid => File.Exists(PidFile) && int.TryParse(File.ReadAllText(PidFile), out var pid) ? pid : null;

    private string PidFile { get; }

    /// <summary>Starts one.</summary>
    public static Attended Start(AttendedStart start, TopologyFolder folder)
    {
        File.Delete(folder.Pid(start.Name));
        string[] session = Programs.Find("setsid") is { } setsid ? [setsid] : [];
        string[] command =
        [
            .. session, "sh", "-c", Script, "sh", start.Signal, $"{(int)Math.Ceiling(start.Patience.TotalSeconds)}", folder.Pid(start.Name), folder.Log(start.Name), .. start.Command,
        ];
        var information = new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false, RedirectStandardInput = true };
        foreach (var (name, value) in start.Environment)
        {
            information.Environment[name] = value;
        }

        return new Attended(Process.Start(information)!, start, folder);
    }

    /// <summary>The end of its log.</summary>
    public IEnumerable<string> LastLines(int count)
    {
        const int Read = 16 * 1024;
        using var file = new FileStream(Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Seek(-Math.Min(Read, file.Length), SeekOrigin.End);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(count).ToList();
    }

    /// <summary>Asks it to end; <see cref="Ended"/> tells when it has.</summary>
    public void LetGo()
    {
        try
        {
            _shell.StandardInput.Close();
        }
        catch (Exception gone) when (gone is IOException or InvalidOperationException)
        {
            // Nobody reads any more: it has ended.
        }
    }

    public void Dispose()
    {
        LetGo();
        _shell.Dispose();
    }

    private async Task<int> EndAsync()
    {
        await _shell.WaitForExitAsync();
        var code = _shell.ExitCode;

        // The shell's other half waits for this; it must not wait for a process id that may be another's by then.
        LetGo();
        return code;
    }
}
