namespace PersonaGrain.Cli.CommandLine;

/// <summary>What a fault of a file or folder means to whoever named it, and what to do.</summary>
internal static class FileFaultWords
{
    /// <summary>The fault in words that name the path, and what to do about it.</summary>
    public static (string Message, string WhatToDo) Of(Exception fault) => (fault, PathOf(fault)) switch
    {
        (_, null) => (fault.Message, "check the path, the disk and the file's permissions"),
        (FileNotFoundException, var path) =>
            ($"there is no file {path}", $"correct the path; one that begins with no {Path.DirectorySeparatorChar} is sought in {Environment.CurrentDirectory}"),
        (DirectoryNotFoundException, var path) =>
            ($"there is no folder {Path.GetDirectoryName(path)}", "make it, or correct the path"),
        (UnauthorizedAccessException, var path) when MayLookInto(path) => ($"{path} is a folder", "name a file in it"),
        (UnauthorizedAccessException, var path) => ($"this user may not read or write {path}", "give it the right to, or name another path"),
        _ => (fault.Message, "check the disk: whether it is full, read-only or gone"),
    };

    /// <summary>Whether there is a folder whose content this user may list.</summary>
    public static bool MayLookInto(string path)
    {
        try
        {
            return Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Take(1).Count() <= 1;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    // Only some of these exceptions carry the path; the message of every one has it in quotes.
    private static string? PathOf(Exception fault)
    {
        var (start, end) = (fault.Message.IndexOf('\''), fault.Message.LastIndexOf('\''));
        var quoted = end > start ? fault.Message[(start + 1)..end] : null;

        // One that quotes the path as it was given and as it was sought has the latter at its end.
        return (fault as FileNotFoundException)?.FileName ?? quoted?[(quoted.LastIndexOf(" '", StringComparison.Ordinal) is var second and >= 0 ? second + 2 : 0)..];
    }
}
