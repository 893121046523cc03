using System.Diagnostics;

namespace PersonaGrain.Postgres.Local;

/// <summary>How a child process is started and ended.</summary>
/// <param name="Command">The program and its arguments.</param>
/// <param name="Log">The file that takes what it writes.</param>
internal sealed record ChildStart(IReadOnlyList<string> Command, string Log)
{
    /// <summary>The file that takes its process id.</summary>
    public required string PidFile { get; init; }

    /// <summary>The signal that asks it to end, such as <c>TERM</c>.</summary>
    public required string StopSignal { get; init; }

    /// <summary>How long it may take to end before it is killed; in whole seconds.</summary>
    public required TimeSpan StopTimeout { get; init; }

    /// <summary>Variables beside those of this process.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>A folder that is deleted when this process is gone without having ended the child; null keeps everything.</summary>
    public string? OrphanedFolder { get; init; }
}

/// <summary>A process that writes to a file and never outlives this one, however this one ends.</summary>
/// <remarks>
/// A shell holds the other end of a pipe: when it closes, because it was closed or because this process is gone, the shell asks
/// the process to end, and kills it when it takes too long. The process leads a session of its own where that can be had, so
/// that Ctrl-C reaches this process alone, which can then end its children in order.
/// </remarks>
internal sealed class ChildProcess : IDisposable
{
    // What is said before the pipe is closed, so that nothing is taken for orphaned.
    private const string Stop = "stop";

    private const string Script = """
        exec 3<&0 2>/dev/null
        signal=$1; timeout=$2; pid=$3; log=$4; orphaned=$5; shift 5
        "$@" </dev/null >>"$log" 2>&1 3<&- &
        child=$!
        echo $child >"$pid"
        {
            read -r word
            kill -s "$signal" $child
            tenths=$((timeout * 10))
            while [ $tenths -gt 0 ] && kill -0 $child; do sleep 0.1; tenths=$((tenths - 1)); done
            kill -s KILL $child
            [ "$word" = stop ] || [ -z "$orphaned" ] || rm -rf "$orphaned"
        } <&3 >/dev/null 2>&1 &
        wait $child
        """;

    private readonly Process _shell;
    private readonly ChildStart _start;

    private ChildProcess(Process shell, ChildStart start)
    {
        (_shell, _start) = (shell, start);
        Ended = EndAsync();
    }

    /// <summary>Completes with its exit code; above 128 where a signal ended it.</summary>
    public Task<int> Ended { get; }

    /// <summary>Its process id, once it is known.</summary>
    public int? Pid => File.Exists(_start.PidFile) && int.TryParse(File.ReadAllText(_start.PidFile), out var pid) ? pid : null;

    /// <summary>Starts one.</summary>
    public static ChildProcess Start(ChildStart start)
    {
        File.Delete(start.PidFile);
        string[] session = InstalledProgram.Find("setsid") is { } setsid ? [setsid] : [];
        string[] command =
        [
            .. session, "sh", "-c", Script, "sh",
            start.StopSignal, $"{(int)Math.Ceiling(start.StopTimeout.TotalSeconds)}", start.PidFile, start.Log, start.OrphanedFolder ?? string.Empty,
            .. start.Command,
        ];
        var information = new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false, RedirectStandardInput = true };
        foreach (var (name, value) in start.Environment)
        {
            information.Environment[name] = value;
        }

        return new ChildProcess(Process.Start(information)!, start);
    }

    /// <summary>The last lines that it wrote.</summary>
    public IReadOnlyList<string> LastLines(int count)
    {
        const int Read = 16 * 1024;
        using var file = new FileStream(_start.Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Seek(-Math.Min(Read, file.Length), SeekOrigin.End);
        using var reader = new StreamReader(file);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(count)];
    }

    /// <summary>Asks it to end; <see cref="Ended"/> tells when it has.</summary>
    public void RequestStop()
    {
        try
        {
            _shell.StandardInput.WriteLine(Stop);
            _shell.StandardInput.Close();
        }
        catch (Exception gone) when (gone is IOException or InvalidOperationException)
        {
            // Nobody reads any more: it has ended.
        }
    }

    /// <summary>Blocks until it has ended, or for so long.</summary>
    public void WaitForEnd(TimeSpan timeout) => _shell.WaitForExit(timeout);

    public void Dispose()
    {
        RequestStop();
        _shell.Dispose();
    }

    private async Task<int> EndAsync()
    {
        await _shell.WaitForExitAsync();
        var code = _shell.ExitCode;

        // The shell's other half waits for this; it must not wait for a process id that may be another's by then.
        RequestStop();
        return code;
    }
}
