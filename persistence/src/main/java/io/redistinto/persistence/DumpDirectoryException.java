package io.redistinto.persistence;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/**
 * The dump directory cannot be used; the message is one line, for the person who starts the server.
 */
public class DumpDirectoryException extends IOException {
  DumpDirectoryException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The problem alone, in one line; {@link FileSystemException} often holds only the file. */
  static String problem(Exception e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NoSuchFileException) {
      return "no such file or directory";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "a file that is not a directory is in the way";
    }
    String text = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
    return text == null ? e.toString() : Character.toLowerCase(text.charAt(0)) + text.substring(1);
  }

  /** The file that {@code e} is about, or {@code otherwise} if it does not say. */
  static String file(Exception e, Object otherwise) {
    String file = e instanceof FileSystemException f ? f.getFile() : null;
    return file == null ? otherwise.toString() : file;
  }
}
